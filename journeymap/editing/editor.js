// The page of the journey editor. It draws what Python says and asks Python for every change; only a point that is
// being moved is drawn here first. Whatever somebody wrote is set as text. Nothing is loaded from anywhere.

const SVG = "http://www.w3.org/2000/svg";
const LOWEST = -2;
const HIGHEST = 2;
const STEP = 0.1;
const LEAP = 0.5;
const TOP = 34; // of the highest emotion
const UNIT = 44; // the height of one step of emotion
const STRIP = TOP + 4 * UNIT + 42; // where emotions stand that are not known
const HEIGHT = STRIP + 26;
const GUTTER = 46; // left of the columns, as in the style sheet
const LEAST_COLUMN = 104;
const MOST_BADGES = 4;
const FARTHEST = 3; // over how many columns a way off the line is drawn
const TALLEST = 44; // the highest bar of memory
const WAIT = 350; // how long after the last key a change is asked for, in milliseconds
const PATIENCE = 8000; // after which it is said that Python does not answer
const NEAR = 6; // how far a card must be pulled to be carried
const MOUTHS = ["M-5.5 7q5.5-7 11 0", "M-5 6q5-3.5 10 0", "M-5 4.5h10", "M-5 3.5q5 3.5 10 0", "M-6 2.5q6 8.5 12 0z"];
const SIGNS = { peak: "▲ ", end: "⚑ ", worst: "⚑ " };

// Small helpers

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  return dress(element, attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function limit(emotion) {
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, emotion)) * 10) / 10 + 0; // never −0
}

function mood(emotion) {
  if (Math.abs(emotion) >= 1.5) return emotion < 0 ? 0 : 4;
  return 2 + Math.sign(emotion);
}

function signed(emotion) {
  const shown = Math.round(emotion * 10) / 10;
  return shown > 0 ? `+${shown}` : shown < 0 ? `−${-shown}` : "0";
}

const height = (emotion) => (emotion === null ? STRIP : TOP + (HIGHEST - emotion) * UNIT);
const place = (y) => (y > (height(LOWEST) + STRIP) / 2 ? null : limit(HIGHEST - (y - TOP) / UNIT));

// The smooth line through points whose x rises: flat at every peak and valley, as on the map (Fritsch and Carlson).

export function smooth(points) {
  if (points.length === 0) return "";
  const steps = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]));
  const slopes = points.map((_, i) => {
    if (i === 0) return steps[0] ?? 0;
    if (i === steps.length) return steps[i - 1];
    return steps[i - 1] * steps[i] <= 0 ? 0 : (steps[i - 1] + steps[i]) / 2;
  });
  steps.forEach((step, i) => {
    if (step === 0) {
      slopes[i] = slopes[i + 1] = 0;
      return;
    }
    const reach = Math.hypot(slopes[i] / step, slopes[i + 1] / step);
    if (reach > 3) {
      slopes[i] *= 3 / reach;
      slopes[i + 1] *= 3 / reach;
    }
  });
  const number = (value) => String(Math.round(value * 100) / 100);
  const data = [`M${number(points[0][0])} ${number(points[0][1])}`];
  for (let i = 1; i < points.length; i++) {
    const [[x1, y1], [x2, y2]] = [points[i - 1], points[i]];
    const third = (x2 - x1) / 3;
    const bend = [x1 + third, y1 + third * slopes[i - 1], x2 - third, y2 - third * slopes[i], x2, y2];
    data.push(`C${bend.map(number).join(" ")}`);
  }
  return data.join("");
}

// Light or dark, as the notebook is

function isDark() {
  const { body } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  if (body.dataset.vscodeThemeKind) return /dark|high-contrast$/.test(body.dataset.vscodeThemeKind);
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

class Page {
  constructor(model, host) {
    this.model = model;
    this.words = model.get("_labels");
    this.id = `jm${Math.random().toString(36).slice(2)}`;
    this.turn = 0;
    this.asked = new Map(); // emotions that were asked for and not answered, by id: [emotion, turn]
    this.waiting = null; // an emotion changed by keys that is not yet asked for: {id, timer}
    this.held = null; // the point that is being dragged
    this.chosen = null;
    this.tab = "findings";
    this.root = this.build();
    host.append(this.root);
    this.colour();
    this.state = model.get("_shown");
    this.show();
    this.answer = () => this.receive();
    model.on("change:_shown", this.answer);
    this.watchColours();
    this.keepKeys = (event) => this.root.toggleAttribute("data-lm-suppress-shortcuts", !this.forNotebook(event));
    window.addEventListener("keydown", this.keepKeys, true);
    this.watcher = new ResizeObserver(() => this.map.clientWidth !== this.drawnFor && this.drawMap());
    this.watcher.observe(this.map);
  }

  close() {
    this.flush();
    clearTimeout(this.patience);
    this.model.off("change:_shown", this.answer);
    window.removeEventListener("keydown", this.keepKeys, true);
    this.watcher.disconnect();
    this.themes.disconnect();
    this.scheme.removeEventListener("change", this.recolour);
    this.root.remove();
  }

  // What always stands there

  build() {
    const { words } = this;
    this.name = make("p", { class: "jm-name" });
    this.figures = make("div", { class: "jm-figures" });
    this.undo = make("button", { type: "button", onclick: () => this.ask({ do: "undo" }) }, words.undo);
    this.redo = make("button", { type: "button", onclick: () => this.ask({ do: "redo" }) }, words.redo);
    this.refused = make("p", { class: "jm-refused", role: "alert" });
    this.told = make("p", { class: "jm-hidden", "aria-live": "polite" });
    this.map = make("div", { class: "jm-map", role: "group", "aria-label": words.map });
    this.limits = make("p", { class: "jm-limits" });
    const hint = make("p", { class: "jm-hint", id: `${this.id}-hint` }, words.hint);
    return make(
      "section",
      {
        class: "journeymap-editor",
        lang: words.lang,
        "aria-label": words.editor,
        onkeydown: (event) => this.pressed(event),
      },
      make("div", { class: "jm-head" }, this.name, this.figures),
      this.refused,
      this.map,
      make("div", { class: "jm-tools" }, this.undo, this.redo, hint),
      this.buildChosen(),
      this.buildTabs(),
      this.limits,
      this.told,
    );
  }

  buildChosen() {
    const { words } = this;
    const button = (label, action) => make("button", { type: "button", onclick: action }, label);
    this.nameField = make("input", {
      type: "text",
      autocomplete: "off",
      onchange: () => this.rename(),
      onkeydown: (event) => this.inField(event),
    });
    this.emotionField = make("input", {
      type: "number",
      min: LOWEST,
      max: HIGHEST,
      step: STEP,
      onchange: () => this.feelTyped(),
    });
    this.newField = make("input", { type: "text", autocomplete: "off" });
    this.newLabel = make("span");
    this.earlier = button(`← ${words.earlier}`, () => this.step(-1));
    this.later = button(`${words.later} →`, () => this.step(1));
    this.unknown = button(words.makeUnknown, () => this.feel(this.chosen, null));
    this.remove = button(words.remove, () => this.ask({ do: "remove", id: this.chosen }));
    this.ways = make("p", { class: "jm-ways" });
    const adding = make("form", { class: "jm-together", onsubmit: (event) => this.add(event) });
    adding.append(
      make("label", { class: "jm-wide" }, this.newLabel, this.newField),
      make("button", { type: "submit" }, words.add),
    );
    this.one = make(
      "div",
      { class: "jm-chosen-one", role: "group", "aria-label": words.touchpoint },
      make("label", { class: "jm-wide" }, words.name, this.nameField),
      make("label", {}, words.emotion, this.emotionField),
      make("div", { class: "jm-together" }, this.unknown, this.earlier, this.later, this.remove),
      adding,
      this.ways,
    );
    return this.one;
  }

  buildTabs() {
    this.tabs = {};
    this.panels = {};
    const list = make("div", { role: "tablist", onkeydown: (event) => this.turnTabs(event) });
    const whole = make("div", {}, list);
    for (const name of ["findings", "python", "yaml"]) {
      this.tabs[name] = make("button", {
        type: "button",
        role: "tab",
        id: `${this.id}-tab-${name}`,
        "aria-controls": `${this.id}-panel-${name}`,
        onclick: () => this.openTab(name),
      }, this.words[name]);
      this.panels[name] = make("div", {
        role: "tabpanel",
        id: `${this.id}-panel-${name}`,
        "aria-labelledby": `${this.id}-tab-${name}`,
        tabindex: "0",
      });
      list.append(this.tabs[name]);
      whole.append(this.panels[name]);
    }
    for (const name of ["python", "yaml"]) {
      const code = make("pre");
      const copy = make("button", { type: "button", class: "jm-copy" }, this.words.copy);
      copy.addEventListener("click", () => this.copy(code, copy));
      this.panels[name].append(copy, code);
    }
    this.openTab(this.tab);
    return whole;
  }

  openTab(opened) {
    this.tab = opened;
    for (const name of Object.keys(this.tabs)) {
      this.tabs[name].setAttribute("aria-selected", String(name === opened));
      this.tabs[name].tabIndex = name === opened ? 0 : -1;
      this.panels[name].hidden = name !== opened;
    }
  }

  turnTabs(event) {
    const names = Object.keys(this.tabs);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.openTab(names[(names.indexOf(this.tab) + by + names.length) % names.length]);
    this.tabs[this.tab].focus();
  }

  async copy(code, button) {
    let said = this.words.copied;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      window.getSelection().selectAllChildren(code); // where pages may not write to the clipboard
      said = document.execCommand("copy") ? said : this.words.selected;
    }
    button.textContent = said;
    this.told.textContent = said;
    setTimeout(() => {
      button.textContent = this.words.copy;
    }, 2000);
  }

  // Colours

  colour() {
    const dark = isDark();
    for (const [name, value] of Object.entries(this.model.get("_colours")[dark ? "dark" : "light"])) {
      this.root.style.setProperty(`--jm-${name}`, value);
    }
    this.root.style.colorScheme = dark ? "dark" : "light";
  }

  watchColours() {
    this.recolour = () => this.colour();
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.recolour);
    this.themes = new MutationObserver(this.recolour);
    this.themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"] });
  }

  // To Python and back

  ask(wish) {
    this.flush();
    this.send(wish);
  }

  send(wish) {
    this.turn += 1;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.refuse(this.words.silent), PATIENCE);
    this.figures.classList.add("jm-waiting");
    this.model.send({ ...wish, view: this.id, turn: this.turn });
  }

  flush() {
    if (this.waiting === null) return;
    const { id, timer } = this.waiting;
    clearTimeout(timer);
    this.waiting = null;
    this.askFelt(id);
  }

  askFelt(id) {
    const [emotion] = this.asked.get(id);
    this.asked.set(id, [emotion, this.turn + 1]);
    this.send({ do: "feel", id, emotion });
  }

  receive() {
    this.state = this.model.get("_shown");
    const { view, turn, new: added } = this.state.answered;
    const mine = view === this.id;
    if (mine && turn >= this.turn) {
      clearTimeout(this.patience);
      this.figures.classList.remove("jm-waiting");
    }
    for (const [id, [, at]] of this.asked) if (mine && at !== null && at <= turn) this.asked.delete(id);
    if (mine && added && this.state.touchpoints[added]) {
      this.chosen = added;
      this.newField.value = "";
    }
    this.refuse(this.state.refused);
    if (this.held === null) this.show();
  }

  refuse(sentence) {
    this.refused.textContent = sentence;
  }

  // What is so now

  emotionOf(id) {
    return this.asked.has(id) ? this.asked.get(id)[0] : this.state.touchpoints[id].emotion;
  }

  show() {
    const { state } = this;
    this.columns = state.groups.flatMap((group) => group.ids);
    if (!this.columns.includes(this.chosen)) this.chosen = this.neighbourOf(this.chosen);
    this.before = this.columns;
    this.name.textContent = state.name;
    this.figures.replaceChildren(...state.figures.map((figure) => this.figure(figure)));
    this.undo.disabled = !state.undo;
    this.redo.disabled = !state.redo;
    this.limits.textContent = state.limits;
    if (this.told.textContent !== state.said) this.told.textContent = state.said;
    this.drawMap();
    this.showChosen();
    this.showFindings();
    for (const name of ["python", "yaml"]) this.panels[name].querySelector("pre").textContent = state[name];
  }

  neighbourOf(gone) {
    const at = this.before ? this.before.indexOf(gone) : 0;
    return this.columns[Math.min(Math.max(at, 0), this.columns.length - 1)] ?? null;
  }

  figure({ label, value, caption, bad }) {
    return make("div", { class: bad ? "jm-figure jm-bad" : "jm-figure" }, label, make("b", {}, value), caption);
  }

  showChosen() {
    const touchpoint = this.state.touchpoints[this.chosen];
    const fields = [this.nameField, this.emotionField, this.unknown, this.earlier, this.later, this.remove];
    for (const field of fields) field.disabled = !touchpoint;
    this.newLabel.textContent = touchpoint ? this.words.newName : this.words.firstName;
    const active = this.root.getRootNode().activeElement;
    const isTyped = active === this.nameField && this.typedFor === this.chosen;
    if (!isTyped) this.nameField.value = touchpoint?.name ?? "";
    this.typedFor = this.chosen;
    this.showEmotion();
    this.ways.textContent = touchpoint?.ways.length ? `${this.words.ways}: ${touchpoint.ways.join(" | ")}` : "";
    const [first, last] = [this.destination(-1), this.destination(1)];
    this.earlier.disabled = first === null;
    this.later.disabled = last === null;
  }

  showEmotion() {
    const emotion = this.chosen === null ? null : this.emotionOf(this.chosen);
    this.emotionField.value = emotion === null ? "" : emotion;
    this.unknown.disabled = emotion === null;
  }

  showFindings() {
    const list = make("ul");
    for (const finding of this.state.findings) {
      const says = make("span", {}, finding.message, make("small", {}, finding.fix));
      const code = `${finding.sign} ${finding.code}`;
      const look = { class: `jm-badge jm-${finding.severity}`, "aria-label": `${finding.called} ${finding.code}` };
      const goes = finding.touchpoint !== null && finding.touchpoint in this.state.touchpoints;
      const badge = goes
        ? make("button", { ...look, type: "button", onclick: () => this.choose(finding.touchpoint, true) }, code)
        : make("span", { ...look, role: "img" }, code);
      list.append(make("li", {}, badge, says));
    }
    const none = make("p", {}, this.words.none);
    this.panels.findings.replaceChildren(this.state.findings.length ? list : none);
  }

  // The map

  drawMap() {
    const { state } = this;
    if (!state || this.held !== null) return;
    const focus = this.root.getRootNode().activeElement;
    const focused = this.map.contains(focus) ? focus.dataset.id : undefined;
    const count = state.groups.reduce((sum, group) => sum + Math.max(1, group.ids.length), 0);
    this.drawnFor = this.map.clientWidth;
    const column = Math.max(LEAST_COLUMN, Math.floor((this.drawnFor - GUTTER) / Math.max(1, count)));
    this.column = column;
    this.slot = new Map(); // the number of the column of each touchpoint
    let slot = 0;
    for (const group of state.groups) {
      group.ids.forEach((id, number) => this.slot.set(id, slot + number));
      slot += Math.max(1, group.ids.length);
    }
    this.width = GUTTER + count * column;
    const grid = `grid-template-columns: repeat(${count}, ${column}px)`;
    const sheet = make("div", { class: "jm-sheet", style: `width: ${this.width}px` });
    sheet.append(this.drawStages(grid), this.drawCards(grid), this.drawEmotions(), this.drawMemory(grid));
    if (state.findings.some(({ touchpoint }) => touchpoint !== null)) sheet.append(this.drawFound(grid));
    const scrolled = this.map.scrollLeft;
    this.map.replaceChildren(sheet);
    this.map.scrollLeft = scrolled;
    if (focused !== undefined) this.points.get(this.chosen)?.group.focus({ preventScroll: true });
  }

  drawStages(grid) {
    const row = make("div", { class: "jm-row jm-stages", style: grid });
    if (!this.state.groups.some((group) => group.stage !== null)) return row;
    for (const { stage, ids } of this.state.groups) {
      const look = { class: stage === null ? "jm-stage jm-none" : "jm-stage", style: `grid-column: span ${ids.length || 1}` };
      row.append(make("div", look, stage ?? this.words.noStage));
    }
    return row;
  }

  drawCards(grid) {
    const row = make("div", { class: "jm-row jm-band jm-cards", style: grid });
    this.cards = new Map();
    for (const { ids } of this.state.groups) {
      if (ids.length === 0) row.append(make("p", { class: "jm-empty" }, this.words.empty));
      for (const id of ids) {
        const card = this.card(id);
        this.cards.set(id, card);
        row.append(card);
      }
    }
    return row;
  }

  card(id) {
    const { name, channel, icon, main, aside, moment } = this.state.touchpoints[id];
    const look = ["jm-card", main ? "" : "jm-off", moment ? "jm-moment" : "", id === this.chosen ? "jm-chosen" : ""];
    const stroke = { fill: "none", stroke: "currentColor", "stroke-width": "1.3", "stroke-linecap": "round" };
    const sign = icon ? draw("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, draw("path", { d: icon, ...stroke })) : null;
    return make(
      "div",
      {
        class: look.filter(Boolean).join(" "),
        title: name,
        onclick: () => this.choose(id, true),
        onpointerdown: (event) => this.lift(event, id),
      },
      make("b", {}, name),
      channel ? make("span", {}, sign, channel) : null,
      aside ? make("i", {}, aside) : null,
    );
  }

  drawMemory(grid) {
    const tallest = Math.max(...this.columns.map((id) => this.state.touchpoints[id].memory ?? 0), 0.01);
    const cell = ({ memory, share, emotion }) => {
      const tall = memory === null ? 0 : Math.max(2, (memory / tallest) * TALLEST);
      const bar = `height: ${tall}px; background: var(--jm-mood-${emotion === null ? 2 : mood(emotion)})`;
      return make("div", { class: "jm-share" }, share, make("div", { style: bar }));
    };
    const marks = ({ marks }) => make("div", { class: "jm-marks" }, ...marks.map(([what, words]) => make("div", {}, SIGNS[what] + words)));
    const memory = this.lane("jm-memory", this.words.memory, grid, cell);
    if (Object.values(this.state.touchpoints).some(({ marks }) => marks.length)) memory.append(this.cells(grid, marks));
    return memory;
  }

  drawFound(grid) {
    const badge = ([code, severity, sign]) => make("span", { class: `jm-badge jm-${severity}` }, `${sign} ${code}`);
    const cell = ({ badges }) => {
      const more = badges.length > MOST_BADGES ? [`+${badges.length - MOST_BADGES}`] : [];
      return make("div", {}, ...badges.slice(0, MOST_BADGES).map(badge), ...more);
    };
    return this.lane("jm-found", this.words.findings, grid, cell);
  }

  lane(kind, title, grid, cell) {
    return make("div", { class: `jm-band ${kind}` }, make("p", { class: "jm-title" }, title), this.cells(grid, cell));
  }

  cells(grid, cell) {
    const row = make("div", { class: "jm-row", style: grid });
    for (const { ids } of this.state.groups) {
      if (ids.length === 0) row.append(make("div"));
      for (const id of ids) row.append(cell(this.state.touchpoints[id]));
    }
    return row;
  }

  drawEmotions() {
    const lane = make("div", { class: "jm-emotion", style: `width: ${this.width}px; height: ${HEIGHT}px` });
    const scale = make("div", { class: "jm-scale", "aria-hidden": "true" });
    const svg = draw("svg", { width: this.width, height: HEIGHT, role: "group", "aria-label": this.words.emotion });
    for (const emotion of [2, 1, 0, -1, -2, null]) {
      const y = height(emotion);
      scale.append(make("span", { style: `top: ${y - 8}px` }, emotion === null ? "?" : signed(emotion)));
      const look = emotion === 0 ? { stroke: "var(--jm-ink)" } : { stroke: "var(--jm-line)", "stroke-dasharray": "2 5" };
      if (emotion !== null) svg.append(draw("path", { d: `M${GUTTER} ${y}H${this.width - 8}`, ...look }));
    }
    this.washes = [0, 1].map((high) => {
      const part = draw("path", { fill: `var(--jm-wash-${high ? "high" : "low"})` });
      const [y, tall] = high ? [0, height(0)] : [height(0), HEIGHT - height(0)];
      // A picture in the picture cuts at neutral without needing an id.
      const cut = { y, width: this.width, height: tall, viewBox: `0 ${y} ${this.width} ${tall}`, overflow: "hidden" };
      svg.prepend(draw("svg", cut, part));
      return part;
    });
    this.curve = draw("path", { fill: "none", stroke: "var(--jm-ink)", "stroke-width": "2.6", "stroke-linecap": "round" });
    this.detours = draw("path", { fill: "none", stroke: "var(--jm-muted)", "stroke-width": "1.8", "stroke-dasharray": "6 5" });
    svg.append(this.detours, this.curve);
    this.points = new Map();
    for (const id of this.columns) svg.append(this.point(id));
    this.drawCurve();
    lane.append(scale, svg);
    return lane;
  }

  point(id) {
    const { name } = this.state.touchpoints[id];
    const group = draw("g", {
      class: "jm-point",
      role: "slider",
      tabindex: id === this.chosen ? "0" : "-1",
      "data-id": id,
      "aria-label": this.words.emotionAt.replace("{name}", () => name),
      "aria-orientation": "vertical",
      "aria-valuemin": LOWEST,
      "aria-valuemax": HIGHEST,
      "aria-describedby": `${this.id}-hint`,
      onkeydown: (event) => this.moveByKey(event, id),
      onfocus: () => this.choose(id, false),
      ontouchstart: (event) => event.preventDefault(), // a finger on a point drags it and does not scroll
      onpointerdown: (event) => this.hold(event, id),
      onpointermove: (event) => this.pull(event),
      onpointerup: (event) => this.release(event),
      onpointercancel: () => this.letGo(),
    });
    const face = draw("circle", { class: "jm-face", r: 13, fill: "var(--jm-panel)", "stroke-width": "2.4" });
    const parts = { group, face, look: draw("g", { fill: "none", "stroke-linecap": "round" }), value: draw("text", { class: "jm-value" }) };
    group.append(draw("circle", { r: 24, fill: "transparent" }), draw("circle", { class: "jm-ring", r: 18 }), face, parts.look, parts.value);
    this.points.set(id, parts);
    this.setPoint(id);
    return group;
  }

  setPoint(id) {
    const { group, face, look, value } = this.points.get(id);
    const { main } = this.state.touchpoints[id];
    const emotion = this.emotionOf(id);
    const colour = emotion === null ? "var(--jm-muted)" : `var(--jm-mood-${mood(emotion)})`;
    const said = emotion === null ? this.words.unknown : `${signed(emotion)}, ${this.words.moods[mood(emotion)]}`;
    group.setAttribute("transform", `translate(${this.middle(id)} ${height(emotion)})`);
    group.setAttribute("aria-valuenow", emotion ?? 0);
    group.setAttribute("aria-valuetext", said);
    face.setAttribute("stroke", colour);
    face.setAttribute("stroke-dasharray", main && emotion !== null ? "none" : "4 2.8");
    value.textContent = emotion === null ? "" : signed(emotion);
    value.setAttribute("y", emotion !== null && emotion < 0 ? 31 : -20);
    if (emotion === null) {
      look.replaceChildren(draw("text", { y: 5, fill: colour, "font-size": 14, "font-weight": 600, "text-anchor": "middle" }, "?"));
      return;
    }
    const laughs = mood(emotion) === 4;
    look.replaceChildren(
      draw("path", { d: "M-4-3v.01M4-3v.01", stroke: colour, "stroke-width": 3.2 }),
      draw("path", { d: MOUTHS[mood(emotion)], stroke: colour, "stroke-width": 1.8, fill: laughs ? colour : "none" }),
    );
    if (mood(emotion) === 0) look.append(draw("path", { d: "M-6.5-7l4 2M6.5-7l-4 2", stroke: colour, "stroke-width": 1.6 }));
  }

  middle(id) {
    return GUTTER + (this.slot.get(id) + 0.5) * this.column;
  }

  spot(id) {
    return [this.middle(id), height(this.emotionOf(id))];
  }

  // The line of those who take the likeliest path, broken where an emotion is not known or the path goes back.
  runs() {
    const runs = [[]];
    let last = -1;
    for (const id of this.state.line) {
      const emotion = this.emotionOf(id);
      const at = this.slot.get(id);
      if ((emotion === null && this.state.touchpoints[id].asked) || at <= last) runs.push([]);
      if (emotion !== null) runs[runs.length - 1].push(this.spot(id));
      last = at;
    }
    return runs.filter((run) => run.length > 0);
  }

  drawCurve() {
    const runs = this.runs();
    this.curve.setAttribute("d", runs.map(smooth).join(""));
    const areas = runs.map((run) => `${smooth(run)}V${height(0)}H${run[0][0]}Z`);
    for (const wash of this.washes) wash.setAttribute("d", areas.join(""));
    const near = (id, from) => from !== null && this.slot.get(id) - this.slot.get(from) <= FARTHEST;
    const besides = this.columns.filter((id) => near(id, this.state.touchpoints[id].from));
    const detours = besides.map((id) => {
      const [x1, y1] = this.spot(this.state.touchpoints[id].from);
      const [x2, y2] = this.spot(id);
      return `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
    });
    this.detours.setAttribute("d", detours.join(""));
  }

  // Choosing

  choose(id, focuses) {
    if (id !== this.chosen) {
      this.flush();
      this.cards.get(this.chosen)?.classList.remove("jm-chosen");
      this.points.get(this.chosen)?.group.setAttribute("tabindex", "-1");
      this.chosen = id;
      this.cards.get(id).classList.add("jm-chosen");
      this.points.get(id).group.setAttribute("tabindex", "0");
      this.showChosen();
    }
    if (focuses) this.points.get(id).group.focus();
    this.reveal(id);
  }

  reveal(id) {
    const [left, right] = [this.middle(id) - this.column / 2 - GUTTER, this.middle(id) + this.column / 2];
    if (left < this.map.scrollLeft) this.map.scrollLeft = left;
    else if (right > this.map.scrollLeft + this.map.clientWidth) this.map.scrollLeft = right - this.map.clientWidth;
  }

  // Emotions, by hand and by key

  feel(id, emotion) {
    if (id === null || emotion === this.emotionOf(id)) return;
    this.flush();
    this.draft(id, emotion);
    this.askFelt(id);
  }

  draft(id, emotion) {
    this.asked.set(id, [emotion, null]);
    this.setPoint(id);
    this.drawCurve();
    if (id === this.chosen) this.showEmotion();
  }

  feelTyped() {
    const typed = this.emotionField.value;
    this.feel(this.chosen, typed === "" ? null : limit(Number(typed)));
    this.showEmotion();
  }

  moveByKey(event, id) {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowUp: shiftKey ? LEAP : STEP, ArrowDown: shiftKey ? -LEAP : -STEP, PageUp: LEAP, PageDown: -LEAP }[key];
    const to = { Home: LOWEST, End: HIGHEST }[key];
    const beside = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (by !== undefined) this.nudge(id, limit((this.emotionOf(id) ?? 0) + by));
    else if (to !== undefined) this.nudge(id, to);
    else if (beside !== undefined) {
      const next = this.columns[this.columns.indexOf(id) + beside];
      if (next !== undefined) this.choose(next, true);
    } else if (key === "Enter" || key === "F2") {
      this.nameField.focus();
      this.nameField.select();
    } else if (key === "Escape" && this.held) this.letGo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  nudge(id, emotion) {
    if (emotion === this.emotionOf(id)) return;
    this.draft(id, emotion);
    if (this.waiting) clearTimeout(this.waiting.timer);
    this.waiting = { id, timer: setTimeout(() => this.flush(), WAIT) };
  }

  hold(event, id) {
    if (event.button !== 0 || this.held) return;
    event.preventDefault();
    this.flush();
    this.choose(id, true);
    const { group } = this.points.get(id);
    const from = this.emotionOf(id);
    const off = this.heightOf(event) - height(from);
    this.held = { id, group, from, off, had: this.asked.get(id), pointer: event.pointerId };
    group.setPointerCapture(event.pointerId);
    group.classList.add("jm-held");
  }

  pull(event) {
    if (event.pointerId !== this.held?.pointer) return;
    const emotion = place(this.heightOf(event) - this.held.off);
    if (emotion !== this.emotionOf(this.held.id)) this.draft(this.held.id, emotion);
  }

  heightOf(event) {
    return event.clientY - this.curve.ownerSVGElement.getBoundingClientRect().top;
  }

  release(event) {
    if (event.pointerId !== this.held?.pointer) return;
    this.pull(event);
    const { id, from, group } = this.held;
    this.held = null;
    group.classList.remove("jm-held");
    if (this.emotionOf(id) !== from) this.askFelt(id);
    else this.show();
  }

  letGo() {
    if (!this.held) return;
    const { id, had } = this.held;
    this.held = null;
    if (had) this.asked.set(id, had);
    else this.asked.delete(id);
    this.show();
  }

  // Names, places, more and fewer

  rename() {
    const name = this.nameField.value;
    if (this.typedFor && name !== this.state.touchpoints[this.typedFor]?.name) {
      this.ask({ do: "rename", id: this.typedFor, name });
      this.typedFor = null;
    }
  }

  inField(event) {
    if (event.key === "Escape") {
      this.nameField.value = this.state.touchpoints[this.chosen]?.name ?? "";
      this.points.get(this.chosen)?.group.focus();
    }
    if (event.key === "Enter" && !event.isComposing) this.points.get(this.chosen)?.group.focus();
  }

  add(event) {
    event.preventDefault();
    this.ask({ do: "add", name: this.newField.value, behind: this.chosen });
  }

  // Where one step earlier or later is: past the touchpoint beside it, or into the stage beside it.
  destination(by) {
    if (this.chosen === null) return null;
    const { groups } = this.state;
    const number = groups.findIndex((group) => group.ids.includes(this.chosen));
    const at = this.columns.indexOf(this.chosen);
    const beside = this.columns[at + by];
    if (groups[number].ids.includes(beside)) {
      const behind = by > 0 ? beside : this.columns[at - 2] ?? null;
      return { behind, stage: groups[number].stage };
    }
    const group = groups[number + by];
    return group ? { behind: this.columns[at - 1] ?? null, stage: group.stage } : null;
  }

  step(by) {
    const place = this.destination(by);
    if (place) this.ask({ do: "move", id: this.chosen, ...place });
  }

  // A card is carried with the mouse; with a finger the map scrolls, and the buttons move it.
  lift(event, id) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const card = this.cards.get(id);
    const start = event.clientX;
    let place = null;
    const over = ({ clientX }) => {
      if (Math.abs(clientX - start) < NEAR && place === null) return;
      card.classList.add("jm-carried");
      for (const other of this.cards.values()) other.classList.remove("jm-drop", "jm-drop-end");
      place = this.placeAt(clientX, id);
      if (place.mark) this.cards.get(place.mark).classList.add(place.ends ? "jm-drop-end" : "jm-drop");
    };
    const drop = () => {
      stop();
      if (place && place.to) this.ask({ do: "move", id, ...place.to });
    };
    const leave = (event) => {
      if (event.type === "keydown" && event.key !== "Escape") return;
      stop();
    };
    const stop = () => {
      window.removeEventListener("pointermove", over);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", leave);
      window.removeEventListener("keydown", leave, true);
      card.classList.remove("jm-carried");
      for (const other of this.cards.values()) other.classList.remove("jm-drop", "jm-drop-end");
    };
    window.addEventListener("pointermove", over);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", leave);
    window.addEventListener("keydown", leave, true);
  }

  // Before or behind which card something would fall there, and what is then to be asked for.
  placeAt(clientX, id) {
    const x = clientX - this.map.firstElementChild.getBoundingClientRect().left;
    const slot = Math.floor((x - GUTTER) / this.column);
    const rest = this.columns.filter((other) => other !== id);
    const over = this.columns.find((other) => this.slot.get(other) === slot);
    if (over === id || rest.length === 0) return { mark: null, to: null };
    if (over === undefined) {
      const last = rest[rest.length - 1];
      const empty = this.emptyAt(slot);
      if (empty) return { mark: null, to: { behind: this.lastBefore(slot, rest), stage: empty.stage } };
      if (slot < 0) return { mark: rest[0], to: { behind: null, stage: this.stageOf(rest[0]) } };
      return { mark: last, ends: true, to: { behind: last, stage: this.stageOf(last) } };
    }
    const ends = x > this.middle(over);
    const behind = ends ? over : rest[rest.indexOf(over) - 1] ?? null;
    return { mark: over, ends, to: { behind, stage: this.stageOf(over) } };
  }

  emptyAt(slot) {
    let at = 0;
    for (const group of this.state.groups) {
      if (at === slot && group.ids.length === 0) return group;
      at += Math.max(1, group.ids.length);
    }
    return null;
  }

  lastBefore(slot, rest) {
    return rest.filter((id) => this.slot.get(id) < slot).pop() ?? null;
  }

  stageOf(id) {
    return this.state.groups.find((group) => group.ids.includes(id)).stage;
  }

  // Keys that mean something to a notebook as well, such as arrows and letters, are not for it while they are pressed
  // here; those with Ctrl are, but for undo and redo. JupyterLab asks for the attribute, others listen further up.
  forNotebook(event) {
    return (event.ctrlKey || event.metaKey || event.altKey) && this.wayBack(event) === null;
  }

  wayBack(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
    return key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
  }

  pressed(event) {
    if (!this.forNotebook(event)) event.stopPropagation();
    const wish = this.wayBack(event);
    if (wish === null || event.target.tagName === "INPUT") return; // a field has a way back of its own
    event.preventDefault();
    this.ask({ do: wish });
  }
}

function render({ model, el }) {
  const page = new Page(model, el);
  return () => page.close();
}

export default { render };
