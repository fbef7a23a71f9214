"""Des serrures : reconnaître une réponse sans l'écrire nulle part.

Chaque réponse connue, juste ou typiquement fausse, ferme un petit coffre dont elle est la clé : le coffre dit
les points et la phrase à montrer. Sans la réponse, le fichier ne montre ni l'une ni l'autre. Ce n'est pas un
secret d'État (qui essaie tous les nombres finit par trouver) : c'est un corrigé qu'on ne lit pas par mégarde.
"""

import base64
import hashlib
import json
from functools import lru_cache

# Quelques millisecondes par essai : rien pour une personne, long pour qui voudrait tout essayer.
TOURS = 10_000


@lru_cache(maxsize=4096)
def _cle(identifiant: str, reponse: str) -> tuple[str, bytes]:
    """Le nom de la serrure, et de quoi l'ouvrir. Toujours les mêmes pour une même réponse."""
    sel = f"trepied/{identifiant}".encode()
    derive = hashlib.pbkdf2_hmac("sha256", reponse.encode(), sel, TOURS, dklen=48)
    return derive[:16].hex(), derive[16:]


def _masquer(cle: bytes, octets: bytes) -> bytes:
    masque = hashlib.shake_256(cle).digest(len(octets))
    return bytes(a ^ b for a, b in zip(octets, masque, strict=True))


def fermer(identifiant: str, reponse: str, contenu: dict) -> tuple[str, str]:
    """Le nom et le texte de la serrure qui ne s'ouvre qu'avec `reponse`."""
    nom, cle = _cle(identifiant, reponse)
    clair = json.dumps(contenu, ensure_ascii=False, sort_keys=True).encode()
    return nom, base64.b64encode(_masquer(cle, clair)).decode()


def ouvrir(identifiant: str, reponse: str, serrures: dict[str, str]) -> dict | None:
    """Ce que la réponse ouvre, ou None si elle n'est pas connue."""
    nom, cle = _cle(identifiant, reponse)
    if nom not in serrures:
        return None
    return json.loads(_masquer(cle, base64.b64decode(serrures[nom])))
