"""Tests et cahiers tournent avec un carnet vide et jetable, jamais celui de la personne, et sans masquer les pannes."""

import atexit
import os
import shutil
import tempfile

_carnet = tempfile.mkdtemp(prefix="trepied-carnet-")
atexit.register(shutil.rmtree, _carnet, ignore_errors=True)
# Les noyaux lancés par nbval et par le livre héritent de ces deux variables.
os.environ |= {"TREPIED_CARNET": _carnet, "TREPIED_STRICT": "1"}
