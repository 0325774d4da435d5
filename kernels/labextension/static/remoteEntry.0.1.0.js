/* A module-federation container written by hand: no build step, no bundle.
 *
 * JupyterLab calls init(shareScope) once, then get("./extension"). The plugin sets the language of
 * a code cell from its magic: %%rust is Rust, %%c is C, everything else stays what the kernel says.
 * The version is part of the file name, because browsers keep the file by its name.
 */
(() => {
  const NAME = "rustlab-lab";
  const LANGUAGES = [
    [/^\s*%%(?:rust|exercise)\b/, "text/x-rustsrc"],
    [/^\s*%%c\b/, "text/x-csrc"],
  ];
  let scope;

  /* A module that JupyterLab itself provides: the loaded one, else the first. */
  const shared = async (name) => {
    const versions = Object.values(scope[name]);
    const entry = versions.find((version) => version.loaded) || versions[0];
    return (await entry.get())();
  };

  const languageOf = (source) => (LANGUAGES.find(([magic]) => magic.test(source)) || [])[1];

  /* Follow one cell: the learner may type or delete the magic, the kernel may set the language again. */
  const follow = (cell, notebook) => {
    const model = cell.model;
    const apply = () => {
      const wanted = languageOf(model.sharedModel.getSource()) || notebook.codeMimetype;
      if (wanted && model.mimeType !== wanted) model.mimeType = wanted;
    };
    model.sharedModel.changed.connect(apply);
    model.mimeTypeChanged.connect(apply);
    apply();
  };

  const watch = (panel, seen) => {
    const notebook = panel.content;
    const all = () =>
      notebook.widgets.forEach((cell) => {
        if (cell.model.type !== "code" || seen.has(cell.model)) return;
        seen.add(cell.model);
        follow(cell, notebook);
      });
    panel.context.ready.then(all);
    notebook.modelContentChanged.connect(all);
  };

  const plugin = async () => {
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
    return {
      id: `${NAME}:languages`,
      description: "Colours %%rust and %%c cells as Rust and C.",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_app, tracker) => {
        const seen = new WeakSet();
        tracker.widgetAdded.connect((_, panel) => watch(panel, seen));
      },
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: (shareScope) => {
      scope = shareScope;
    },
    get: async (module) => {
      if (module !== "./extension") throw new Error(`${NAME} has no ${module}`);
      const extension = await plugin();
      return () => ({ __esModule: true, default: extension });
    },
  };
})();
