"""The organs, one file each: every function returns shapes, none knows of voxels."""
