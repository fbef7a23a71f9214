// Le bouton « ▶ Démarrer la leçon ». La commande de JupyterLab, notebook:run-all-cells, perd sans rien dire un clic
// donné avant que le noyau soit prêt, ce qui prend plusieurs secondes sur un vieil ordinateur : celle-ci attend.
(function () {
  const COMMANDE = "trepied:demarrer-la-lecon";
  const enAttente = new Set();

  const greffon = {
    id: "trepied:demarrer",
    autoStart: true,
    activate: function (app) {
      const page = () => app.shell.currentWidget;
      app.commands.addCommand(COMMANDE, {
        label: () => (enAttente.has(page()) ? "… La leçon démarre" : "▶ Démarrer la leçon"),
        caption: "Exécuter toute la page, de haut en bas",
        execute: async function () {
          const lecon = page();
          if (!lecon || !lecon.sessionContext || enAttente.has(lecon)) return;
          enAttente.add(lecon);
          app.commands.notifyCommandChanged(COMMANDE);
          try {
            await lecon.sessionContext.ready;
            app.shell.activateById(lecon.id);
            const cellule = lecon.content.activeCellIndex;
            const fin = app.commands.execute("notebook:run-all-cells");
            lecon.content.activeCellIndex = cellule; // sinon la page descend à la dernière cellule
            lecon.content.scrollToItem(cellule, "smart").catch(() => {});
            await fin;
          } finally {
            enAttente.delete(lecon);
            app.commands.notifyCommandChanged(COMMANDE);
          }
        },
      });
    },
  };

  // La forme que JupyterLab attend d'une extension déjà construite ; celle-ci n'a rien à construire.
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.trepied = {
    init: () => {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: greffon })),
  };
})();
