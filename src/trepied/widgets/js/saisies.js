// Les champs où l'on tape et choisit, les mêmes dans « Et chez vous ? » et dans les registres.
{
  const { element } = trepied;
  const DELAI = 250; // millisecondes sans frappe avant de garder

  // Ce qui est tapé attend un court silence, puis poser({clé: valeur, …}) le garde. Quitter un champ n'attend pas.
  trepied.gardien = (poser) => {
    let attente = {};
    let minuterie = 0;
    const garder = () => {
      clearTimeout(minuterie);
      if (Object.keys(attente).length) poser(attente);
      attente = {};
    };
    // Fermer l'onglet n'envoie pas toujours « blur ».
    addEventListener("pagehide", garder);
    return {
      garder,
      ecrire(cle, valeur) {
        attente[cle] = valeur;
        clearTimeout(minuterie);
        minuterie = setTimeout(garder, DELAI);
      },
      attend: (cle) => cle in attente,
      arreter() {
        garder();
        removeEventListener("pagehide", garder);
      },
    };
  };

  // Le texte d'une valeur gardée ; une valeur d'une autre forme (fichier abîmé, autre version) ne gêne pas.
  trepied.texteGarde = (valeur) =>
    typeof valeur === "string" ? valeur : Number.isFinite(valeur) ? trepied.ecrireNombre(valeur) : "";

  // {valeur} si le nombre est compris, {erreur, lectures} sinon, {} si rien n'est écrit.
  trepied.lireChamp = ({ unite, positif }, texte) => {
    if (!texte.trim()) return {};
    const lu = trepied.lireNombre(texte);
    if (lu.erreur) return lu;
    if (unite && lu.unite && lu.unite !== unite) {
      return { erreur: `Ici, on attend un nombre en ${unite}, pas en ${lu.unite}.` };
    }
    if (positif && lu.valeur < 0) return { erreur: "Ce nombre ne peut pas être négatif. Vérifiez le signe, ou écrivez 0." };
    return lu;
  };

  // Sous un champ de nombre : ce qui a été compris, pendant la frappe ; ce qui ne l'est pas, en quittant le champ.
  const lecture = (champ, entree, remplacer) => {
    const echo = trepied.annonce({ id: trepied.identifiant("lecture"), class: "trepied-lecture" });
    entree.setAttribute("aria-describedby", `${entree.getAttribute("aria-describedby") || ""} ${echo.id}`.trim());
    let montree = "";
    const dire = (frappe) => {
      const { valeur, unite, erreur, lectures = [] } = trepied.lireChamp(champ, entree.value);
      if (erreur && frappe) {
        montree = "";
        echo.replaceChildren();
        return;
      }
      if (erreur) {
        // Refaire les boutons pendant qu'on va vers l'un d'eux ferait perdre le clic.
        if (erreur === montree) return;
        montree = erreur;
        entree.setAttribute("aria-invalid", "true");
        const choix = lectures.map((lue) => element("button", {
          type: "button",
          class: "trepied-bouton",
          onclick: () => {
            remplacer(trepied.ecrireNombre(lue));
            dire(false);
            entree.focus();
          },
        }, `Je voulais dire ${trepied.ecrireNombre(lue)}`));
        echo.replaceChildren(`✗ ${erreur}`, choix.length ? element("span", { class: "trepied-boutons" }, choix) : "");
        return;
      }
      montree = "";
      entree.removeAttribute("aria-invalid");
      const suite = champ.unite || unite;
      const phrase = valeur === undefined ? "" : `Compris\u00a0: ${trepied.ecrireNombre(valeur)}${suite ? `\u00a0${suite}` : ""}`;
      if (echo.textContent !== phrase) echo.textContent = phrase;
    };
    return { echo, dire };
  };

  // Un champ entier : étiquette, aide, case à remplir, écho. champ : {type, libelle, aide, unite, positif, choix}, où
  // type vaut texte, ligne, long, nombre, choix ou cases.
  // `lire` rend la valeur gardée ; `cle` la nomme pour le gardien ; `precision` distingue deux champs de même étiquette
  // (« ligne 2 ») : elle s'entend sans se voir ; `aide` est l'identifiant d'une aide déjà écrite ailleurs.
  // Rend { bloc, entree (où mettre le focus), montrer }.
  trepied.saisie = ({ champ, cle, gardien, lire, precision = () => "", aide = null }) => {
    const note = champ.aide && !aide ? element("p", { id: trepied.identifiant("aide"), class: "trepied-aide" }, champ.aide) : null;
    const decrit = aide || (note && note.id);
    const precisions = [];
    const preciser = () => {
      const place = element("span", { class: "trepied-invisible" });
      precisions.push(place);
      return place;
    };
    const montrerPrecision = () => {
      const mots = precision() && ` : ${precision()}`;
      for (const place of precisions) if (place.textContent !== mots) place.textContent = mots;
    };
    const libelle = [champ.libelle, champ.unite && ` (${champ.unite})`];

    if (champ.type === "cases") {
      const cases = champ.choix.map((texte) => element("input", {
        type: "checkbox",
        onchange: () => {
          gardien.ecrire(cle, champ.choix.filter((_, i) => cases[i].checked));
          gardien.garder();
        },
      }));
      const montrer = () => {
        montrerPrecision();
        if (gardien.attend(cle)) return;
        const cochees = lire();
        cases.forEach((c, i) => { c.checked = Array.isArray(cochees) && cochees.includes(champ.choix[i]); });
      };
      const bloc = element("fieldset", { class: "trepied-saisie", "aria-describedby": decrit },
        element("legend", {}, libelle, preciser()), note,
        element("div", { class: "trepied-cases" },
          cases.map((c, i) => element("label", { class: "trepied-choix" }, c, element("span", {}, champ.choix[i], preciser())))));
      montrer();
      return { bloc, entree: cases[0], montrer };
    }

    const enTexte = { texte: 2, long: 5 }[champ.type]; // rangées
    const quitter = () => {
      gardien.garder();
      nombre?.dire(false);
    };
    const entree = element(enTexte ? "textarea" : champ.type === "choix" ? "select" : "input", {
      id: trepied.identifiant("champ"),
      class: "trepied-champ",
      type: enTexte || champ.type === "choix" ? null : "text",
      inputmode: champ.type === "nombre" ? "decimal" : null,
      rows: enTexte,
      autocomplete: "off",
      "aria-describedby": decrit,
      oninput: () => {
        gardien.ecrire(cle, entree.value);
        nombre?.dire(true);
      },
      // Les dernières lettres n'attendent pas : changer de champ ou de fenêtre les garde aussitôt.
      onchange: quitter,
      onblur: quitter,
    });
    const nombre = champ.type !== "nombre" ? null : lecture(champ, entree, (texte) => {
      entree.value = texte;
      gardien.ecrire(cle, texte);
      gardien.garder();
    });
    if (champ.type === "choix") {
      entree.append(element("option", { value: "" }, "Choisir…"), ...champ.choix.map((c) => element("option", { value: c }, c)));
    }
    const montrer = () => {
      montrerPrecision();
      // Ce qu'on est en train de taper passe avant ce qui arrive d'ailleurs.
      if (gardien.attend(cle)) return;
      const texte = trepied.texteGarde(lire());
      // Un choix que la liste n'a plus reste visible : c'est la réponse de la personne.
      if (champ.type === "choix" && texte && ![...entree.options].some((o) => o.value === texte)) {
        entree.append(element("option", { value: texte }, texte));
      }
      if (entree.value !== texte) entree.value = texte;
      nombre?.dire(document.activeElement === entree);
    };
    montrer();
    return {
      bloc: element("div", { class: "trepied-saisie" },
        element("label", { for: entree.id }, libelle, preciser()), note, entree, nombre && nombre.echo),
      entree,
      montrer,
    };
  };
}
