// L'hôte du livre statique : il tient le rôle de Jupyter. Les outils y gardent leurs réponses dans le navigateur,
// et n'en sortent que dans un fichier que la personne télécharge, du même format que le carnet de bord.
{
  const PREFIXE = "trepied:";
  const VERSION = 1;
  const MOT = "EFFACER";
  const PAS_GARDE = "Ce navigateur ne garde pas vos réponses (navigation privée, ou stockage bloqué ou plein). "
    + "L'outil fonctionne\u00a0: notez ce qui compte avant de fermer la page.";
  const { element } = trepied;

  // --- Le stockage du navigateur, qui peut manquer, être plein ou contenir n'importe quoi.

  const stockage = {
    // Rend { valeur, modifie }, null si rien n'est gardé ; lève une erreur si l'accès est refusé.
    lire(cle) {
      const texte = localStorage.getItem(PREFIXE + cle);
      if (texte === null) return null;
      let entree = null;
      try { entree = JSON.parse(texte); } catch { /* traité comme abîmé */ }
      if (estUneEntree(entree)) return entree;
      localStorage.setItem(`trepied-abime:${cle}`, texte);
      localStorage.removeItem(PREFIXE + cle);
      return { abime: true };
    },
    ecrire(cle, entree) { localStorage.setItem(PREFIXE + cle, JSON.stringify(entree)); },
    cles() {
      return Object.keys(localStorage).filter((c) => c.startsWith(PREFIXE)).map((c) => c.slice(PREFIXE.length)).sort();
    },
    vider() {
      Object.keys(localStorage).filter((c) => /^trepied(-abime)?:/.test(c)).forEach((c) => localStorage.removeItem(c));
    },
  };

  const estUnObjet = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
  const estUneEntree = (e) => estUnObjet(e) && estUnObjet(e.valeur) && !Number.isNaN(Date.parse(e.modifie));
  const pareil = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const heure = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

  // --- Un modèle par outil affiché, avec le vocabulaire d'anywidget.

  const modeles = [];

  function creerModele(cle, contenu, defaut) {
    const etat = { contenu, valeur: defaut, etat: "" };
    const ecoutes = {};
    const modele = {
      cle,
      defaut,
      get: (nom) => etat[nom],
      set(nom, valeur) {
        if (pareil(etat[nom], valeur)) return;
        etat[nom] = valeur;
        for (const evenement of [`change:${nom}`, "change"]) {
          for (const f of [...(ecoutes[evenement] || [])]) f(modele, valeur);
        }
      },
      save_changes() { if (cle) garder(modele); },
      on(noms, f) { for (const nom of noms.split(" ")) (ecoutes[nom] ||= []).push(f); },
      off(nom, f) { if (nom) ecoutes[nom] = f ? (ecoutes[nom] || []).filter((g) => g !== f) : []; },
      // Il n'y a pas de noyau à qui parler.
      send() {},
    };
    return modele;
  }

  const memeCle = (cle) => modeles.filter((m) => m.cle === cle);

  function garder(modele) {
    const valeur = modele.get("valeur");
    let etat = `Gardé dans ce navigateur à ${heure()}.`;
    try {
      stockage.ecrire(modele.cle, { valeur, modifie: new Date().toISOString() });
    } catch {
      etat = PAS_GARDE;
    }
    // Le même outil peut être deux fois dans la page.
    for (const m of memeCle(modele.cle)) {
      m.set("valeur", valeur);
      m.set("etat", etat);
    }
    prevenir();
  }

  // Pour un outil qui relit les réponses des autres (« Mon modèle en une page »), et n'en garde pas.
  trepied.garde = (cle) => {
    try {
      return stockage.lire(cle)?.valeur;
    } catch {
      return undefined;
    }
  };
  const prevenir = () => document.dispatchEvent(new Event("trepied:garde"));

  function relire(modele, etat = "") {
    try {
      const entree = stockage.lire(modele.cle);
      const { depart } = modele.get("contenu");
      // Rien de gardé : on repart des réponses d'un autre moment, sans les changer.
      const reprise = !entree && depart ? stockage.lire(depart) : null;
      modele.set("valeur", entree?.valeur ?? reprise?.valeur ?? modele.defaut);
      modele.set("etat", entree?.abime
        ? "Les réponses gardées ici étaient abîmées\u00a0: elles sont mises de côté, et l'outil repart de zéro."
        : entree ? etat : "");
    } catch {
      modele.set("etat", PAS_GARDE);
    }
  }

  const toutRelire = (etat) => {
    modeles.filter((m) => m.cle).forEach((m) => relire(m, etat));
    prevenir();
  };

  // --- La barre du bas de page : emporter, reprendre, effacer.

  function lireFichier(texte) {
    let contenu = null;
    try { contenu = JSON.parse(texte.replace(/^\uFEFF/, "")); } catch { /* refusé plus bas */ }
    if (!estUnObjet(contenu) || !estUnObjet(contenu.valeurs)) {
      throw new Error("Ce fichier n'est pas un fichier de réponses de ce cours, ou il est abîmé\u00a0: "
        + "rien n'a été changé.");
    }
    if (contenu.version > VERSION) {
      throw new Error("Ce fichier vient d'une version plus récente du cours\u00a0: rien n'a été changé.");
    }
    const entrees = Object.entries(contenu.valeurs);
    if (!entrees.every(([, entree]) => estUneEntree(entree))) {
      throw new Error("Une partie de ce fichier est illisible\u00a0: rien n'a été changé.");
    }
    return entrees;
  }

  function telecharger() {
    const valeurs = {};
    for (const cle of stockage.cles()) {
      const entree = stockage.lire(cle);
      if (entree && !entree.abime) valeurs[cle] = entree;
    }
    if (!Object.keys(valeurs).length) return "Rien à télécharger\u00a0: ce navigateur ne garde aucune réponse.";
    const maintenant = new Date().toISOString();
    const contenu = { origine: "Trépied : livre", exporte: maintenant, version: VERSION, modifie: maintenant, valeurs };
    const adresse = URL.createObjectURL(new Blob([JSON.stringify(contenu, null, 1)], { type: "application/json" }));
    element("a", { href: adresse, download: "mes-reponses.json" }).click();
    setTimeout(() => URL.revokeObjectURL(adresse), 10000);
    return "Vos réponses sont dans le fichier mes-reponses.json, avec vos téléchargements.";
  }

  async function reprendre(fichier) {
    const entrees = lireFichier(await fichier.text());
    // Tout ou rien : si le stockage est plein au milieu, on remet ce qu'il y avait.
    const avant = entrees.map(([cle]) => [cle, localStorage.getItem(PREFIXE + cle)]);
    try {
      for (const [cle, { valeur, modifie }] of entrees) stockage.ecrire(cle, { valeur, modifie });
    } catch {
      for (const [cle, texte] of avant) {
        if (texte === null) localStorage.removeItem(PREFIXE + cle);
        else localStorage.setItem(PREFIXE + cle, texte);
      }
      throw new Error("Le stockage de ce navigateur est plein\u00a0: rien n'a été changé.");
    }
    toutRelire(`Repris de votre fichier à ${heure()}.`);
    return `Vos réponses sont reprises (${entrees.length} au total). `
      + "Celles qui n'étaient pas dans le fichier n'ont pas changé.";
  }

  function barre() {
    const annonce = trepied.annonce({ class: "trepied-annonce" });
    // Une réponse refusée par le navigateur donne une phrase, jamais un silence.
    const dire = (action) => async () => {
      try { annonce.textContent = await action(); } catch (erreur) {
        annonce.textContent = erreur.name === "Error" ? erreur.message : PAS_GARDE;
      }
    };

    const bouton = (texte, onclick) => element("button", { type: "button", class: "trepied-bouton", onclick }, texte);

    const choix = element("input", {
      type: "file", accept: ".json,application/json", hidden: true, "aria-hidden": "true", tabindex: "-1",
      onchange: () => {
        const [fichier] = choix.files;
        choix.value = "";
        if (fichier) dire(() => reprendre(fichier))();
      },
    });

    const titre = trepied.identifiant("effacer-titre");
    const champ = element("input", {
      type: "text", id: trepied.identifiant("effacer"), class: "trepied-champ", autocomplete: "off",
    });
    const rate = trepied.annonce({ class: "trepied-annonce" });
    const fenetre = element("dialog", { class: "trepied-dialogue", "aria-labelledby": titre },
      element("form", {
        method: "dialog",
        onsubmit: (evenement) => {
          if (evenement.submitter?.value !== "oui") return;
          if (champ.value.trim() !== MOT) {
            evenement.preventDefault();
            rate.textContent = `Rien n'a été effacé\u00a0: pour confirmer, tapez ${MOT} en majuscules.`;
            champ.focus();
            return;
          }
          dire(() => {
            stockage.vider();
            toutRelire();
            return "Toutes vos réponses sont effacées de ce navigateur.";
          })();
        },
      },
        element("h2", { id: titre }, "Effacer toutes vos réponses\u202f?"),
        element("p", {}, "Celles de toutes les pages du livre, dans ce navigateur. On ne peut pas revenir en arrière."),
        element("label", { for: champ.id }, `Pour confirmer, tapez ${MOT}`), champ, rate,
        element("div", { class: "trepied-boutons" },
          // En premier : c'est lui que la touche Entrée actionne.
          element("button", { type: "submit", value: "oui", class: "trepied-bouton" }, "Effacer"),
          bouton("Ne rien effacer", () => fenetre.close()))));

    return element("section", { class: "trepied-barre", "aria-label": "Vos réponses" },
      element("p", {}, "Vos réponses restent dans ce navigateur."),
      element("div", { class: "trepied-boutons" },
        bouton("Télécharger", dire(telecharger)),
        bouton("Reprendre un fichier", () => choix.click()),
        bouton("Effacer", () => { champ.value = ""; rate.textContent = ""; fenetre.showModal(); })),
      annonce, choix, fenetre);
  }

  // --- Les liens vers les cahiers : leur page du livre ; un exercice, lui, se télécharge.

  const RACINE = document.documentElement.dataset.content_root ?? "";
  trepied.adresseDuLivre = (chemin) => (chemin.startsWith("exercises/")
    ? `${RACINE}${chemin.replace("exercises", "telechargements")}.ipynb` : `${RACINE}${chemin}.html`);

  // --- Mise en route

  function demarrer(bloc) {
    const { outil: nom, cle } = bloc.dataset;
    const { contenu, valeur } = JSON.parse(bloc.querySelector('script[type="application/json"]').textContent);
    const modele = creerModele(cle, contenu, valeur);
    if (cle) relire(modele);
    const el = element("div", { class: "trepied-vivant" });
    const fige = bloc.querySelector(".trepied-sans-js");
    try {
      trepied.outils[nom].render({ model: modele, el });
    } catch (erreur) {
      console.error(`Trépied, outil ${nom} :`, erreur);
      bloc.prepend(element("p", { role: "status" },
        "Cet outil n'a pas pu démarrer dans ce navigateur. Voici sa version à lire."));
      return;
    }
    bloc.append(el);
    fige.hidden = true;
    modeles.push(modele);
  }

  document.querySelectorAll(".trepied-outil[data-outil]").forEach(demarrer);
  if (modeles.some((m) => m.cle || m.get("contenu").lit_le_carnet)) document.querySelector("article")?.append(barre());
  // Le livre ouvert dans un autre onglet : les deux montrent la même chose.
  addEventListener("storage", ({ key }) => {
    if (key === null) toutRelire();
    else if (key.startsWith(PREFIXE)) {
      memeCle(key.slice(PREFIXE.length)).forEach((m) => relire(m, "Mis à jour depuis un autre onglet."));
      prevenir();
    }
  });
}
