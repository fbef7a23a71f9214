"""Ce que JupyterLab garde d'une leçon quand il l'enregistre : le texte et les cellules, jamais ce qui s'affiche.

Une leçon rouverte se redémarre d'un clic, et ses réponses sont dans le carnet. Garder les sorties n'apporterait que des
cadres vides « model not found », et le risque qu'un chiffre privé parte avec le fichier qu'on partage.
"""


def sans_sorties(model: dict, path: str, **_) -> None:
    """Réglage `pre_save_hook` de Jupyter : vide les sorties des cahiers de `notebooks/` ; les exercices gardent les leurs."""
    if model["type"] != "notebook" or not path.strip("/").startswith("notebooks/"):
        return
    model["content"]["metadata"].pop("widgets", None)
    for cellule in model["content"]["cells"]:
        if cellule["cell_type"] == "code":
            cellule["outputs"], cellule["execution_count"] = [], None
