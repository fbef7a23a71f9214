// « Mon carnet » : chaque bouton envoie une demande à Python, qui répond par une phrase et un nouveau contenu.
{
  const { element } = trepied;

  const telecharger = (nom, octets) => {
    const adresse = URL.createObjectURL(new Blob([octets], { type: "application/json" }));
    element("a", { href: adresse, download: nom }).click();
    setTimeout(() => URL.revokeObjectURL(adresse), 10000);
  };

  trepied.outils.mon_carnet = {
    render({ model, el }) {
      const demander = (action, options = {}, tampons = []) => model.send({ action, ...options }, undefined, tampons);
      const bouton = (texte, onclick, attributs = {}) =>
        element("button", { type: "button", class: "trepied-bouton", onclick, ...attributs }, texte);

      const etat = trepied.ligneEtat(model);
      // Le bouton actionné peut disparaître avec l'ancienne liste : le focus va au compte rendu.
      etat.setAttribute("tabindex", "-1");
      const resume = element("p");
      const chemin = element("code", { class: "trepied-fichier" });
      const cote = element("div");
      const versions = element("div");
      const idAide = trepied.identifiant("aide");

      const fichier = element("input", {
        type: "file", accept: ".json,application/json", hidden: true,
        onchange: async () => {
          const [choisi] = fichier.files;
          fichier.value = "";
          if (!choisi) return;
          const { taille_maximale: maximum } = model.get("contenu");
          // Trop gros, il est refusé par Python sur sa taille : inutile de tout lui envoyer.
          const octets = await choisi.slice(0, maximum + 1).arrayBuffer();
          demander("importer", {}, [octets]);
        },
      });
      const mot = element("input", {
        type: "text", id: trepied.identifiant("mot"), class: "trepied-champ", autocomplete: "off", spellcheck: "false",
        // JupyterLab empêche la touche Entrée d'envoyer un formulaire.
        onkeydown: (evenement) => { if (evenement.key === "Enter") effacer(evenement); },
      });
      const effacer = (evenement) => {
        evenement.preventDefault();
        demander("effacer", { mot: mot.value });
        mot.value = "";
      };

      const montrer = () => {
        const contenu = model.get("contenu");
        resume.textContent = contenu.resume;
        chemin.textContent = contenu.fichier;
        const abimes = contenu.mis_de_cote;
        cote.replaceChildren(...(abimes.length ? [
          element("p", {}, "Fichiers abîmés mis de côté, gardés tels quels\u00a0:"),
          element("ul", {}, abimes.map((path) => element("li", {},
            element("code", { class: "trepied-fichier" }, path)))),
        ] : []));
        const liste = contenu.versions.map(({ nom, date, reponses }) => element("li", {},
          element("span", {}, `${date}, ${reponses} réponse${reponses > 1 ? "s" : ""} `),
          bouton("Reprendre cette version", () => demander("reprendre", { nom }),
            { "aria-label": `Reprendre cette version, du ${date}` })));
        versions.replaceChildren(liste.length ? element("ul", { class: "trepied-versions" }, liste)
          : element("p", {}, "Aucune pour l'instant. La première paraîtra quand vous changerez une réponse."));
      };

      el.append(element("div", { class: "trepied-boite trepied-mon-carnet", role: "group", "aria-label": "Mon carnet" },
        element("p", { class: "trepied-question" }, "Mon carnet"),
        resume,
        element("p", {}, "Le fichier, sur cet ordinateur seulement\u00a0: ", chemin),
        etat,
        element("div", { class: "trepied-boutons" },
          bouton("Télécharger mes réponses", () => demander("telecharger")),
          // Le bouton du navigateur parlerait la langue du navigateur.
          bouton("Reprendre mes réponses", () => fichier.click(), { "aria-describedby": idAide }),
          bouton("Actualiser", () => demander("actualiser")),
          fichier),
        element("p", { id: idAide, class: "trepied-aide" }, "Pour reprendre, choisissez un fichier téléchargé ici ou "
          + "dans le livre. Il complète vos réponses, et remplace celles qu'il contient."),
        element("details", {}, element("summary", {}, "Versions précédentes"), versions, cote,
          bouton("Repartir d'un carnet vide", () => demander("recommencer"))),
        element("details", {}, element("summary", {}, "Tout effacer"),
          element("form", { class: "trepied-saisie", onsubmit: effacer },
            element("p", {}, "Vos réponses et toutes leurs versions seront supprimées de cet ordinateur. "
              + "On ne peut pas revenir en arrière. Fermez d'abord les autres leçons ouvertes."),
            element("label", { for: mot.id }, `Pour confirmer, tapez ${model.get("contenu").mot}`), mot,
            element("button", { type: "submit", class: "trepied-bouton" }, "Tout effacer")))));

      model.on("change:contenu", montrer);
      model.on("msg:custom", (message, tampons) => {
        if (message.telecharger) telecharger(message.telecharger, tampons[0]);
        if (message.fini) etat.focus();
      });
      montrer();
    },
  };
}
