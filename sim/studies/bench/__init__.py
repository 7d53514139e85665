"""How fast and how large on this machine.

What is timed from nothing runs in a process of its own: the modules of this folder, and of ``sim.qt.bench``, that end in a ``main``.
This one loads nothing: they would be charged with it.
"""
