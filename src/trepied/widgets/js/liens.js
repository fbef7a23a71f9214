// Un lien vers un cahier du cours, dans JupyterLab comme dans le livre.
// `chemin` : depuis la racine du cours, sans « .ipynb » : « notebooks/etape-1-pourquoi/2h-… », « exercises/etape-1/2h ».
{
  // L'hôte du livre met ici de quoi trouver une page ; dans JupyterLab, il n'y a pas d'hôte.
  trepied.adresseDuLivre = null;

  // Le serveur peut être lancé plus haut que le cours : le chemin du cahier ouvert dit où est la racine.
  const racineDuCours = (ouvert) => /^(?:[A-Za-z]+:)?(.*\/)?(?:notebooks|exercises|book)\//.exec(ouvert)?.[1] ?? "";
  const adresseDeBase = () => {
    try {
      return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl || "/";
    } catch {
      return "/";
    }
  };

  trepied.lien = (model, chemin, texte) => {
    const lien = trepied.element("a", {}, texte);
    if (trepied.adresseDuLivre) {
      lien.href = trepied.adresseDuLivre(chemin);
      if (lien.pathname.endsWith(".ipynb")) lien.download = "";
      return lien;
    }
    const manager = model.widget_manager;
    const ouvert = manager?.context?.path
      ?? decodeURIComponent(location.pathname).replace(/^.*?\/(?:lab|doc)?\/?(?:tree|notebooks)\//, "");
    const cahier = `${racineDuCours(ouvert)}${chemin}.ipynb`;
    lien.href = `${adresseDeBase()}lab/tree/${cahier.split("/").map(encodeURIComponent).join("/")}`;
    // Ce que JupyterLab fait des liens d'un texte : le cahier s'ouvre à côté, sans recharger la page.
    manager?.rendermime?.linkHandler?.handleLink(lien, cahier, "");
    return lien;
  };
}
