// Une question à choix. Chaque mauvaise réponse reçoit la sienne, sans montrer la bonne, et on peut réessayer.
trepied.outils.qcm = {
  render({ model, el }) {
    const { element } = trepied;
    const { question, plusieurs, choix } = model.get("contenu");
    const idReponse = trepied.identifiant("reponse");

    const cases = choix.map((c) => element("input", {
      type: plusieurs ? "checkbox" : "radio",
      name: plusieurs ? null : idReponse,
      id: trepied.identifiant("choix"),
      onchange: () => trepied.changer(model, { choix: coches() }),
    }));
    const coches = () => choix.filter((_, i) => cases[i].checked).map((c) => c.texte);
    const reponse = element("div", { id: idReponse, class: "trepied-reponse", role: "status", "aria-live": "polite" });

    const verifier = (evenement) => {
      evenement.preventDefault();
      const choisis = coches();
      if (!choisis.length) {
        repondre("", ["Choisissez d'abord une réponse."]);
        return;
      }
      const { verifie = [], essais = 0 } = model.get("valeur");
      const nouveau = !memes(choisis, verifie);
      const juste = memes(choisis, choix.filter((c) => c.juste).map((c) => c.texte));
      trepied.changer(model, { choix: choisis, verifie: choisis, juste, essais: essais + (nouveau ? 1 : 0) });
    };

    const memes = (a, b) => a.length === b.length && a.every((texte) => b.includes(texte));

    const repondre = (verdict, phrases, juste = false) => {
      reponse.classList.toggle("trepied-juste", juste);
      reponse.classList.toggle("trepied-a-revoir", Boolean(verdict) && !juste);
      reponse.replaceChildren(...(verdict ? [element("strong", {}, verdict)] : []),
        ...phrases.map((phrase) => element("p", {}, phrase)));
    };

    // Ce que l'écran montre ne dépend que de la valeur gardée : on retrouve la question comme on l'a laissée.
    const montrer = () => {
      const { choix: choisis = [], verifie = [] } = model.get("valeur");
      const repondu = verifie.length > 0 && memes(choisis, verifie);
      choix.forEach((c, i) => {
        cases[i].checked = choisis.includes(c.texte);
        if (repondu && cases[i].checked) cases[i].setAttribute("aria-describedby", idReponse);
        else cases[i].removeAttribute("aria-describedby");
      });
      if (!repondu) {
        repondre("", []);
        return;
      }
      const pris = choix.filter((c) => choisis.includes(c.texte));
      const faux = pris.filter((c) => !c.juste);
      const manque = choix.filter((c) => c.juste).length - (pris.length - faux.length);
      if (faux.length) {
        const rappel = (c) => (plusieurs ? `«\u00a0${c.texte}\u00a0» ` : "");
        repondre("✗ Pas encore.", faux.map((c) => rappel(c) + c.reponse));
      } else if (manque > 0) {
        repondre("✗ Pas encore.", ["Ce que vous avez coché est juste, mais ce n'est pas tout."]);
      } else {
        repondre("✓ C'est juste.", pris.map((c) => c.reponse), true);
      }
    };

    // JupyterLab empêche la touche Entrée d'envoyer un formulaire.
    const entree = (evenement) => {
      if (evenement.key === "Enter" && evenement.target.matches("input")) verifier(evenement);
    };

    el.append(element("form", { class: "trepied-boite trepied-qcm", onsubmit: verifier, onkeydown: entree },
      element("fieldset", {},
        element("legend", { class: "trepied-question" }, question),
        plusieurs && element("p", { class: "trepied-aide" }, "Plusieurs réponses sont possibles."),
        choix.map((c, i) => element("label", { class: "trepied-choix", for: cases[i].id },
          cases[i], element("span", {}, c.texte)))),
      element("button", { type: "submit", class: "trepied-bouton trepied-principal" }, "Vérifier"),
      reponse,
      trepied.ligneEtat(model)));
    model.on("change:valeur", montrer);
    montrer();
  },
};
