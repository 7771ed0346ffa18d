import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/htm-preact.js";
import { t } from "../../client/messages.js";
import { Content } from "../../parts/content.js";
import { allowed, stepped, strideOf } from "./limits.js";

/** The item and a number to say about it: a field, and a slider where both ends are known. */
export function Surface({ item, project, value, ghosts, readOnly, onChange, api }) {
  const limits = project.annotate ?? {};
  const said = value[0]?.value ?? null;
  const [text, setText] = useState(said === null ? "" : String(said));
  const field = useRef(null);
  const typing = useRef(false);
  const right = text === "" || allowed(text, limits) !== null;
  const range = rangeText(limits);

  // What is undone, or taken from a suggestion, is written into the field as well.
  useLayoutEffect(() => {
    if (allowed(text, limits) !== said) setText(said === null ? "" : String(said));
  }, [said]);

  const say = (next, { submit = false, merge = false } = {}) => onChange(next === null ? [] : [{ type: "number", value: next, id: value[0]?.id ?? api.newId() }], { merge, submit });
  const write = (given) => {
    setText(given);
    const next = allowed(given, limits);
    if (next !== said) say(next, { merge: typing.current });
    typing.current = true;
  };
  const act = useRef(null);
  act.current = {
    step: (by) => {
      const next = stepped(said, by, limits);
      typing.current = false;
      setText(String(next));
      say(next, { merge: said !== null });
    },
    begin: (sign) => {
      field.current.focus();
      write(sign);
    },
  };
  useEffect(() => {
    if (readOnly) return undefined;
    const digits = [..."0123456789-."].map((key, at) => ({ key, text: at ? undefined : t("number.key.digits"), run: () => act.current.begin(key) }));
    return api.bind([{ key: "ArrowUp", text: t("number.key.step"), repeat: true, run: () => act.current.step(1) }, { key: "ArrowDown", repeat: true, run: () => act.current.step(-1) }, ...digits]);
  }, [readOnly]);

  const onKeyDown = (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) act.current.step(by);
    else if (event.key === "Enter" && allowed(text, limits) !== null) say(allowed(text, limits), { submit: true, merge: true });
    else if (event.key === "Escape") field.current.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const both = limits.least !== null && limits.least !== undefined && limits.most !== null && limits.most !== undefined;
  const guess = ghosts?.[0]?.value;
  return html`<div class="answer-surface">
    <div class="answer-content" tabindex="0" role="group" aria-label=${t("label.item")}><${Content} content=${item.content} /></div>
    <div class="number-answer" role="group" aria-label=${t("number.surface")}>
      <span class="number-line"><input ref=${field} class="number-field" type="text" inputmode="decimal" autocomplete="off" aria-label=${t("number.field", { range })} aria-invalid=${String(!right)} value=${text} readonly=${readOnly}
        placeholder=${guess === undefined ? "" : String(guess)} onInput=${(event) => write(event.target.value)} onKeyDown=${onKeyDown} onBlur=${() => (typing.current = false)} />${limits.unit && html`<span class="number-unit" dir="auto">${limits.unit}</span>`}</span>
      ${both && html`<span class="number-slide"><span class="quiet">${limits.least}</span><input type="range" aria-label=${t("number.slider")} min=${limits.least} max=${limits.most} step=${strideOf(limits)} value=${said ?? limits.least} disabled=${readOnly} onInput=${(event) => write(event.target.value)} onChange=${() => (typing.current = false)} /><span class="quiet">${limits.most}</span></span>`}
      <p class="hint" role="status">${right ? "" : t("number.wrong", { range })}</p>
    </div>
  </div>`;
}

function rangeText({ least = null, most = null, step = null }) {
  const key = least !== null && most !== null ? "range" : least !== null ? "least" : most !== null ? "most" : null;
  return (key ? t(`number.${key}`, { least: String(least), most: String(most) }) : "") + (step ? t("number.steps", { step: String(step) }) : "");
}
