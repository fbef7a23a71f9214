"""`python -m trepied.atelier verifier|refaire` : appelé par cours.py."""

import sys
from pathlib import Path

from trepied.atelier import derives
from trepied.parcours import ParcoursErreur

RACINE = Path(__file__).parents[3]


def main(action: str) -> int:
    """0 si tout est à jour (ou l'a été remis), 1 sinon."""
    try:
        if action == "verifier":
            phrases = derives.ecarts(RACINE)
            print("\n".join(phrases) or "Tout est à jour.")
            if phrases:
                print("Pour mettre à jour : python3 cours.py refaire")
            return bool(phrases)
        changes = derives.refaire(RACINE)
        print("\n".join(f"Refait : {c}" for c in changes) or "Rien à refaire : tout est à jour.")
        return 0
    except ParcoursErreur as erreur:
        print(erreur, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["verifier"]))
