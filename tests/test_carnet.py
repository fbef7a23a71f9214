"""Le carnet ne perd rien : ni quand on tue le processus, ni quand le fichier ou le disque est abîmé."""

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import filelock
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied import carnet as module
from trepied.carnet import Carnet, CarnetErreur

posix = pytest.mark.skipif(os.name != "posix", reason="droits et signaux POSIX")


@pytest.fixture
def dossier(tmp_path) -> Path:
    return tmp_path / "Données de Zoé" / "Trepied"


@pytest.fixture
def horloge(monkeypatch):
    """Une horloge qu'on avance à la main."""

    class Horloge:
        heure = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

        def avancer(self, minutes: float) -> None:
            self.heure += timedelta(minutes=minutes)

    horloge = Horloge()
    monkeypatch.setattr(module, "_maintenant", lambda: horloge.heure)
    return horloge


def rouvrir(dossier: Path) -> Carnet:
    """Le carnet tel qu'un autre processus le verrait."""
    return Carnet(dossier)


def lancer(programme: str, *arguments, **options) -> subprocess.Popen:
    commande = [sys.executable, "-c", programme, *map(str, arguments)]
    return subprocess.Popen(commande, stdout=subprocess.PIPE, text=True, **options)


def fichiers(dossier: Path) -> set[str]:
    return {p.name for p in dossier.iterdir()}


# --- L'usage ordinaire


def test_ce_qui_est_ecrit_se_relit_dans_un_autre_processus(dossier):
    Carnet.ouvrir(dossier).ecrire("qcm.etape-1.maison", {"choix": 2, "texte": "l'équilibre « à trois » 🏠"})
    assert rouvrir(dossier).lire("qcm.etape-1.maison") == {"choix": 2, "texte": "l'équilibre « à trois » 🏠"}
    assert rouvrir(dossier).cles() == ["qcm.etape-1.maison"]


def test_un_seul_carnet_par_dossier_et_rien_de_cree_avant_la_premiere_reponse(dossier):
    carnet = Carnet.ouvrir(dossier)
    assert carnet is Carnet.ouvrir(dossier)
    assert (carnet.lire("a"), carnet.cles(), carnet.modifie, carnet.versions()) == (None, [], None, [])
    assert not dossier.exists()


def test_le_dossier_vient_de_l_environnement(dossier, monkeypatch):
    monkeypatch.setenv("TREPIED_CARNET", str(dossier))
    assert Carnet.ouvrir().fichier == dossier / "carnet.json"
    monkeypatch.delenv("TREPIED_CARNET")
    assert Carnet.ouvrir().dossier.name == "Trepied"
    assert Carnet.ouvrir().dossier.is_relative_to(Path.home())


def test_la_valeur_rendue_est_une_copie(dossier):
    carnet = Carnet.ouvrir(dossier)
    saisie = {"liste": [1]}
    carnet.ecrire("a", saisie)
    saisie["liste"].append(2)
    carnet.lire("a")["liste"].append(3)
    assert carnet.lire("a") == {"liste": [1]}


def test_une_moitie_d_emoji_ne_rend_pas_le_carnet_illisible(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"texte": "Bonjour \ud83d"})
    assert rouvrir(dossier).lire("a") == {"texte": "Bonjour ?"}
    carnet.importer(b'{"version":1,"modifie":"2026-01-01T00:00:00Z","valeurs":'
                    b'{"b":{"valeur":{"t":"\\ud83d"},"modifie":"2026-01-01T00:00:00Z"}}}')
    assert json.loads(carnet.exporter())["valeurs"]["b"]["valeur"] == {"t": "?"}


@posix
def test_les_reponses_ne_sont_lisibles_que_par_leur_auteur(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {})
    carnet.ecrire("a", {"b": 1})
    for path in [dossier, *dossier.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_ecrire_est_assez_rapide_pour_chaque_frappe(dossier):
    carnet = Carnet.ouvrir(dossier)
    durees = []
    for i in range(60):
        debut = time.perf_counter()
        carnet.ecrire(f"qcm.etape-1.q{i}", {"texte": "é" * 300})
        durees.append(time.perf_counter() - debut)
    # 1,6 ms mesurées ; la marge est pour un disque lent et une machine partagée.
    assert sorted(durees)[30] < 0.05


# --- Tuer, écrire à plusieurs

ECRIVAIN = """
import sys
from pathlib import Path
from trepied.carnet import Carnet
carnet = Carnet.ouvrir(Path(sys.argv[1]))
debut = (carnet.lire("frappe") or {"n": 0})["n"]
for n in range(debut + 1, 10**9):
    carnet.ecrire("frappe", {"n": n, "texte": "é" * 100_000})
    print(n, flush=True)
"""


@posix
def test_tue_en_pleine_frappe_le_carnet_garde_la_derniere_reponse_confirmee(dossier):
    Carnet.ouvrir(dossier).ecrire("autre", {"intact": True})
    hasard = random.Random(2)
    for _ in range(6):
        ecrivain = lancer(ECRIVAIN, dossier)
        ecrivain.stdout.readline()
        time.sleep(hasard.uniform(0.01, 0.12))
        ecrivain.send_signal(signal.SIGKILL)
        confirmees = ecrivain.stdout.read().split()
        ecrivain.wait()
        apres = rouvrir(dossier)
        # Une réponse peut être sur le disque sans avoir eu le temps d'être confirmée ; jamais l'inverse.
        assert int(confirmees[-1]) <= apres.lire("frappe")["n"] <= int(confirmees[-1]) + 1
        assert len(apres.lire("frappe")["texte"]) == 100_000
        assert apres.lire("autre") == {"intact": True}
        assert apres.avertissement == ""
    apres.ecrire("autre", {"intact": True})
    assert fichiers(dossier) == {"carnet.json", "carnet.verrou", "versions"}


DEUX_LECONS = """
import sys
from pathlib import Path
from trepied.carnet import Carnet
carnet = Carnet.ouvrir(Path(sys.argv[1]))
print("prêt", flush=True)
sys.stdin.readline()
for n in range(80):
    carnet.ecrire(f"{sys.argv[2]}.{n % 40}", {"n": n})
"""


def test_deux_lecons_ouvertes_ensemble_ne_perdent_rien(dossier):
    lecons = [lancer(DEUX_LECONS, dossier, nom, stdin=subprocess.PIPE) for nom in ("un", "deux", "trois")]
    for lecon in lecons:
        lecon.stdout.readline()
    for lecon in lecons:
        lecon.stdin.write("partez\n")
        lecon.stdin.flush()
    assert [lecon.wait(30) for lecon in lecons] == [0, 0, 0]
    apres = rouvrir(dossier)
    attendu = {f"{nom}.{n % 40}": {"n": n} for nom in ("un", "deux", "trois") for n in range(40, 80)}
    assert {cle: apres.lire(cle) for cle in apres.cles()} == attendu


def test_une_reponse_ecrite_ailleurs_se_voit_ici_sans_rouvrir(dossier):
    ici, ailleurs = Carnet.ouvrir(dossier), rouvrir(dossier)
    ici.ecrire("a", {"n": 1})
    for n in range(20):
        ailleurs.ecrire("a", {"n": n})
        assert ici.lire("a") == {"n": n}


def test_la_meme_question_dans_deux_lecons_ne_perd_rien(dossier):
    ici, ailleurs = Carnet.ouvrir(dossier), rouvrir(dossier)
    def ajouter(partie):
        return lambda garde: {**(garde or {}), **partie}

    ici.modifier("chez_vous.etape-1.phrase", ajouter({"tient": "la salle"}))
    ailleurs.modifier("chez_vous.etape-1.phrase", ajouter({"fragile": "le planning"}))
    ici.modifier("chez_vous.etape-1.phrase", ajouter({"tient": "la salle prêtée"}))
    assert rouvrir(dossier).lire("chez_vous.etape-1.phrase") == {"tient": "la salle prêtée", "fragile": "le planning"}


def test_un_verrou_tenu_par_un_autre_programme_se_dit_et_ne_change_rien(dossier, monkeypatch):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    avant = carnet.fichier.read_bytes()
    monkeypatch.setattr(module, "ATTENTE_DU_VERROU", 0.1)
    with filelock.FileLock(dossier / "carnet.verrou"), pytest.raises(CarnetErreur, match="Un autre programme"):
        carnet.ecrire("a", {"n": 2})
    assert carnet.fichier.read_bytes() == avant
    carnet.ecrire("a", {"n": 3})
    assert rouvrir(dossier).lire("a") == {"n": 3}


# --- Fichier abîmé


def _permissions(path: Path) -> None:
    path.chmod(0)


def _dossier_a_sa_place(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "chose").write_text("x")


def _octets(octets: bytes):
    return lambda path: path.write_bytes(octets)


def _modifier(**champs):
    return lambda path: path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **champs}))


DEGATS = {
    "coupé": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "vide": _octets(b""),
    "zéros": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "pas du JSON": _octets(b"bonjour"),
    "une liste": _octets(b"[]"),
    "un nombre": _octets(b"12"),
    "autre encodage": lambda path: path.write_bytes(path.read_text("utf-8").encode("utf-16")),
    "latin-1": lambda path: path.write_bytes(path.read_text("utf-8").encode("latin-1")),
    "imbriqué sans fin": _octets(b"[" * 100_000),
    "NaN": _octets(b'{"version": 1, "modifie": null, "valeurs": {"a": NaN}}'),
    "sans version": _octets(b'{"modifie": null, "valeurs": {}}'),
    "version zéro": _modifier(version=0),
    "version en texte": _modifier(version="1"),
    "valeurs en liste": _modifier(valeurs=[]),
    "entrée sans valeur": _modifier(valeurs={"a": {"modifie": "2026-01-01T00:00:00Z"}}),
    "entrée en texte": _modifier(valeurs={"a": "b"}),
    "date illisible": _modifier(modifie="hier"),
    "date sans fuseau": _modifier(modifie="2026-01-01T00:00:00"),
    "date hors du calendrier": _modifier(modifie="9999-12-31T23:59:59.999999+00:00"),
    "un dossier à sa place": _dossier_a_sa_place,
}


@pytest.mark.parametrize("degat", DEGATS.values(), ids=DEGATS)
def test_un_fichier_abime_est_mis_de_cote_et_la_derniere_bonne_version_remise(dossier, degat):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"réponse": "première é"})
    carnet.ecrire("b", {"réponse": "deuxième é"})
    degat(carnet.fichier)
    abime = None if carnet.fichier.is_dir() else carnet.fichier.read_bytes()

    apres = rouvrir(dossier)
    assert apres.lire("a") == {"réponse": "première é"}
    (garde,) = apres.mis_de_cote()
    assert garde.is_dir() if abime is None else garde.read_bytes() == abime
    for attendu in (str(garde), "était abîmé", "1 réponse", f"{datetime.now():%d/%m/%Y}", "Mon carnet"):
        assert attendu in apres.avertissement

    # Rien de ce qu'on tape ensuite n'est perdu, et la réparation ne se répète pas.
    apres.ecrire("c", {"réponse": "suite"})
    encore = rouvrir(dossier)
    assert (encore.cles(), encore.avertissement) == (["a", "c"], "")


def test_abime_sans_aucune_version_le_carnet_repart_vide_et_le_dit(dossier):
    dossier.mkdir(parents=True)
    (dossier / "carnet.json").write_bytes(b"")
    carnet = Carnet.ouvrir(dossier)
    assert carnet.lire("a") is None
    assert "repart vide" in carnet.avertissement and str(carnet.mis_de_cote()[0]) in carnet.avertissement
    carnet.ecrire("a", {"n": 1})
    assert rouvrir(dossier).lire("a") == {"n": 1}


def test_une_version_abimee_elle_aussi_est_sautee(dossier, horloge):
    carnet = Carnet.ouvrir(dossier)
    for n in range(3):
        carnet.ecrire("a", {"n": n})
        horloge.avancer(15)
    carnet.fichier.write_bytes(b"")
    carnet.versions()[0].path.write_bytes(b"\0\0")
    apres = rouvrir(dossier)
    assert apres.lire("a") == {"n": 0}
    assert "23/11/2026" in apres.avertissement


def test_un_carnet_disparu_revient_de_sa_derniere_version(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("a", {"n": 2})
    carnet.fichier.unlink()
    apres = rouvrir(dossier)
    assert apres.lire("a") == {"n": 1}
    assert "avait disparu" in apres.avertissement


def test_abime_pendant_la_lecon_la_prochaine_reponse_est_gardee(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("b", {"n": 2})
    carnet.fichier.write_bytes(b"{")
    carnet.ecrire("c", {"n": 3})
    assert carnet.avertissement
    assert rouvrir(dossier).cles() == ["a", "c"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_octets_coupes_ou_changes_au_hasard_rien_ne_se_perd(tmp_path_factory, data):
    dossier = tmp_path_factory.mktemp("hasard")
    carnet = Carnet(dossier)
    carnet.ecrire("a", {"phrase": "à garder"})
    carnet.ecrire("b", {"n": 1})
    octets = bytearray(carnet.fichier.read_bytes())
    if data.draw(st.booleans()):
        del octets[data.draw(st.integers(0, len(octets) - 1)) :]
    for _ in range(data.draw(st.integers(0, 4))):
        if octets:
            octets[data.draw(st.integers(0, len(octets) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    carnet.fichier.write_bytes(octets)

    apres = Carnet(dossier)
    try:
        apres.ecrire("c", {"n": 3})
    except CarnetErreur as erreur:  # le chiffre de la version a changé : le fichier n'est pas touché
        assert "plus récente" in str(erreur) and carnet.fichier.read_bytes() == octets
        return
    assert Carnet(dossier).lire("c") == {"n": 3}
    if apres.avertissement:
        assert apres.lire("a") == {"phrase": "à garder"}
        assert apres.mis_de_cote()[0].read_bytes() == octets
    else:  # le changement laisse un carnet entier (une lettre d'une réponse) : il est lu tel quel
        lu = json.loads(octets)["valeurs"]
        assert {cle: apres.lire(cle) for cle in lu if cle != "c"} == {c: e["valeur"] for c, e in lu.items() if c != "c"}


def test_un_carnet_d_une_version_plus_recente_n_est_pas_touche(dossier):
    dossier.mkdir(parents=True)
    octets = b'{"version": 2, "reponses": []}'
    (dossier / "carnet.json").write_bytes(octets)
    carnet = Carnet.ouvrir(dossier)
    for essai in (lambda: carnet.lire("a"), lambda: carnet.ecrire("a", {}), lambda: carnet.exporter()):
        with pytest.raises(CarnetErreur, match="version plus récente du cours"):
            essai()
    with pytest.raises(CarnetErreur, match="version plus récente du cours"):
        carnet.importer(octets)
    assert (dossier / "carnet.json").read_bytes() == octets


# --- Disque plein, droits


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full n'existe que sous Linux")
def test_disque_plein_la_reponse_est_refusee_et_le_fichier_intact(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    avant = carnet.fichier.read_bytes()
    # Le fichier provisoire mène à un disque toujours plein : l'erreur est celle du système.
    (dossier / ".carnet.json.provisoire").symlink_to("/dev/full")
    with pytest.raises(CarnetErreur, match="le disque est plein"):
        carnet.ecrire("a", {"n": 2})
    assert carnet.fichier.read_bytes() == avant
    assert fichiers(dossier) == {"carnet.json", "carnet.verrou"}
    assert carnet.lire("a") == {"n": 1}
    carnet.ecrire("a", {"n": 3})
    assert rouvrir(dossier).lire("a") == {"n": 3}


@pytest.mark.parametrize("panne", ["fsync", "replace", "link"])
def test_une_panne_a_chaque_moment_de_l_ecriture_laisse_le_fichier_intact(dossier, monkeypatch, panne):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    avant = carnet.fichier.read_bytes()

    def echouer(*_):
        raise OSError(errno.ENOSPC, "plein")

    with monkeypatch.context() as m:
        m.setattr(os, panne, echouer)
        if panne == "link":  # sans second nom, la version est copiée : il faut que la copie échoue aussi
            m.setattr(module, "_ecrire_en_entier", echouer)
        with pytest.raises(CarnetErreur, match="disque est plein"):
            carnet.ecrire("a", {"n": 2})
    assert carnet.fichier.read_bytes() == avant
    assert not list(dossier.rglob("*provisoire*"))
    assert carnet.lire("a") == {"n": 1}


def test_sans_second_nom_de_fichier_les_versions_sont_copiees(dossier, monkeypatch):
    def interdit(*_):
        raise OSError(errno.EPERM, "pas de lien ici")

    monkeypatch.setattr(os, "link", interdit)
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("a", {"n": 2})
    carnet.fichier.write_bytes(b"")
    assert rouvrir(dossier).lire("a") == {"n": 1}


def sans_privilege(action) -> None:
    """Exécute `action` dans un processus à qui les droits s'appliquent (l'administrateur passe outre)."""
    enfant = os.fork()
    if not enfant:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            action()
            code = 0
        except BaseException as erreur:  # noqa: BLE001
            os.write(2, repr(erreur).encode())
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]) == 0


@pytest.fixture
def dossier_partage():
    """Un dossier qu'un processus sans privilège peut atteindre : pas sous celui de pytest, fermé aux autres."""
    with tempfile.TemporaryDirectory(prefix="trepied-") as base:
        Path(base).chmod(0o755)
        dossier = Path(base) / "Trepied"
        Carnet(dossier).ecrire("a", {"n": 1})
        Carnet(dossier).ecrire("a", {"n": 2})
        if os.geteuid() == 0:
            for path in (dossier, *dossier.rglob("*")):
                os.chown(path, 65534, 65534)
        yield dossier
        dossier.chmod(0o700)


@posix
def test_dossier_en_lecture_seule_on_lit_et_on_dit_pourquoi_rien_n_est_garde(dossier_partage):
    dossier_partage.chmod(0o500)

    def action():
        carnet = Carnet(dossier_partage)
        assert carnet.lire("a") == {"n": 2}
        with pytest.raises(CarnetErreur, match="l'écriture y est interdite"):
            carnet.ecrire("a", {"n": 3})
        assert Carnet(dossier_partage).lire("a") == {"n": 2}

    sans_privilege(action)


@posix
def test_fichier_illisible_faute_de_droits_est_mis_de_cote(dossier_partage):
    (dossier_partage / "carnet.json").chmod(0)

    def action():
        carnet = Carnet(dossier_partage)
        assert carnet.lire("a") == {"n": 1}
        assert carnet.mis_de_cote()
        carnet.ecrire("a", {"n": 3})
        assert Carnet(dossier_partage).lire("a") == {"n": 3}

    sans_privilege(action)


# --- Versions


def test_cinq_versions_la_precedente_toujours_et_les_autres_espacees(dossier, horloge):
    carnet = Carnet.ouvrir(dossier)
    for n in range(300):  # cinq heures de frappe, une réponse par minute
        carnet.ecrire("a", {"n": n})
        horloge.avancer(1)
    versions = carnet.versions()
    dates = [v.date for v in versions]
    assert len(versions) == 5
    assert json.loads(versions[0].path.read_text("utf-8"))["valeurs"]["a"]["valeur"] == {"n": 298}
    assert all(a - b >= timedelta(minutes=10) for a, b in zip(dates[1:], dates[2:], strict=False))
    assert timedelta(minutes=30) <= dates[0] - dates[-1] <= timedelta(minutes=50)


def test_la_fin_d_une_seance_reste_quand_la_suivante_commence(dossier, horloge):
    carnet = Carnet.ouvrir(dossier)
    for n in range(15):
        carnet.ecrire("a", {"n": n})
        horloge.avancer(1)
    horloge.avancer(24 * 60)
    for n in range(100, 108):
        carnet.ecrire("a", {"n": n})
        horloge.avancer(1)
    gardees = [json.loads(v.path.read_text("utf-8"))["valeurs"]["a"]["valeur"]["n"] for v in carnet.versions()]
    assert gardees[0] == 106 and 14 in gardees


def test_une_horloge_reculee_ne_mele_pas_les_versions(dossier, horloge):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    horloge.avancer(-60)
    carnet.ecrire("a", {"n": 2})
    carnet.ecrire("a", {"n": 3})
    carnet.fichier.write_bytes(b"")
    assert rouvrir(dossier).lire("a") == {"n": 2}


def test_reprendre_une_version_et_revenir_sur_ce_choix(dossier, horloge):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    horloge.avancer(60)
    carnet.ecrire("a", {"n": 2})
    horloge.avancer(1)
    carnet.ecrire("a", {"n": 3})
    horloge.avancer(1)
    carnet.reprendre(next(v for v in carnet.versions() if v.date.hour == 9))
    assert rouvrir(dossier).lire("a") == {"n": 1}
    # On tape, puis on regrette : l'état d'avant la reprise est encore là.
    for n in range(10, 15):
        carnet.ecrire("a", {"n": n})
        horloge.avancer(1)
    valeurs = {json.loads(v.path.read_text("utf-8"))["valeurs"]["a"]["valeur"]["n"]: v for v in carnet.versions()}
    carnet.reprendre(valeurs[3])
    assert carnet.lire("a") == {"n": 3}
    assert len(carnet.versions()) <= 5


def test_repartir_d_un_carnet_vide_garde_l_etat_d_avant(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    carnet.recommencer()
    assert rouvrir(dossier).cles() == []
    carnet.reprendre(carnet.versions()[0])
    assert rouvrir(dossier).lire("a") == {"n": 1}


def test_reprendre_une_version_abimee_ne_change_rien(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("a", {"n": 2})
    (version,) = carnet.versions()
    version.path.write_bytes(b"")
    with pytest.raises(CarnetErreur, match="rien n'a été changé"):
        carnet.reprendre(version)
    assert rouvrir(dossier).lire("a") == {"n": 2}


# --- Emporter, reprendre, effacer


def test_exporter_effacer_reprendre_redonne_les_memes_reponses(dossier, tmp_path):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("premier_trepied", {"argent": "12 345 €", "poids": [0.5, 0.25, 0.25]})
    carnet.ecrire("clé.inconnue.du-cours", {"é": [None, True, 1.5]})
    octets = carnet.exporter(tmp_path / "mes-reponses.json")
    assert (tmp_path / "mes-reponses.json").read_bytes() == octets
    assert "Trépied" in json.loads(octets)["origine"]
    avant = json.loads(octets)["valeurs"]
    carnet.effacer("EFFACER")
    bilan = carnet.importer(octets)
    assert json.loads(rouvrir(dossier).exporter())["valeurs"] == avant
    assert str(bilan) == "2 réponses reprises de votre fichier."


def test_reprendre_un_fichier_garde_les_autres_reponses_et_l_etat_d_avant(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    octets = carnet.exporter()
    carnet.ecrire("a", {"n": 2})
    carnet.ecrire("b", {"n": 5})
    bilan = carnet.importer(octets)
    assert (carnet.lire("a"), carnet.lire("b")) == ({"n": 1}, {"n": 5})
    assert (bilan.reprises, bilan.remplacees, bilan.gardees) == (1, 1, 1)
    carnet.reprendre(carnet.versions()[0])
    assert carnet.lire("a") == {"n": 2}


@pytest.mark.parametrize(
    "octets", [b"", b"\0", b"PK\x03\x04", b"[]", b'{"version": 1}', b'{"valeurs": {}}', b"x" * 6_000_000]
)
def test_un_fichier_qui_n_est_pas_un_export_est_refuse_sans_rien_changer(dossier, octets):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"n": 1})
    avant = carnet.fichier.read_bytes()
    with pytest.raises(CarnetErreur, match="rien n'a été changé"):
        carnet.importer(octets)
    assert carnet.fichier.read_bytes() == avant


def test_tout_effacer_demande_le_mot_et_montre_ce_qui_est_supprime(dossier):
    carnet = Carnet.ouvrir(dossier)
    carnet.ecrire("a", {"secret": "12 345"})
    carnet.ecrire("a", {"secret": "67 890"})
    carnet.fichier.write_bytes(b"{")
    carnet.ecrire("a", {"secret": "99"})
    for refus in ("", "effacer", "oui"):
        with pytest.raises(CarnetErreur, match="tapez EFFACER"):
            carnet.effacer(refus)
    assert carnet.lire("a") == {"secret": "99"}
    presents = {p for p in dossier.rglob("*") if p.name != "carnet.verrou"}
    assert set(carnet.effacer(" EFFACER ")) == presents
    assert [p.name for p in dossier.rglob("*")] == ["carnet.verrou"]
    assert (carnet.lire("a"), carnet.avertissement, carnet.effacer("EFFACER")) == (None, "", [])


def test_importer_le_carnet_ne_charge_que_la_bibliotheque_standard():
    lourds = "{'filelock', 'platformdirs', 'pandas', 'numpy'}"
    programme = f"import sys; import trepied.carnet; print({lourds} & set(sys.modules))"
    assert lancer(programme).communicate()[0].strip() == "set()"
