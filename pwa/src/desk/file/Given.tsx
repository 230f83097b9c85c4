/** One thing that a move needs, given in the way of its kind: words, a day, a body from the list, ticks. */
import type { JSX } from "preact";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoDay } from "../parts";
import type { Need } from "../wire";

/** What is asked for besides by the moves: a line of words, a moment. */
export type Asked = Omit<Need, "kind"> & { kind: Need["kind"] | "line" | "moment" };

interface Props {
  need: Asked;
  value: string;
  change: (text: string) => void;
  error: string | undefined;
}

const rows = 5;
const longest = 5000;

/** The field. */
export function Given(props: Props): JSX.Element {
  return props.need.kind === "choices" ? <Ticks {...props} /> : <Field {...props} />;
}

function Field({ need, value, change, error }: Props): JSX.Element {
  const id = `need-${need.key}`;
  const common = { id, value, onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value), ...wrong(id, error) };
  return (
    <div class="field">
      <label for={id}>
        {need.label}
        {need.least > 0 && <span class="need">{t("（必填）")}</span>}
      </label>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {need.kind === "text" && <textarea rows={rows} maxLength={longest} {...common} />}
      {(need.kind === "cases" || need.kind === "line") && <input {...common} {...((need.choices.length > 0 ? { list: `${id}-known` } : {}) as object)} />}
      {need.kind === "line" && need.choices.length > 0 && (
        <>
          <datalist id={`${id}-known`}>{need.choices.map(({ value: name, label }) => <option key={name} value={name}>{label}</option>)}</datalist>
          <p class="sub">{t("可以请：{people}", { people: need.choices.map(({ label }) => label).join("、") })}</p>
        </>
      )}
      {need.kind === "moment" && <input type="datetime-local" {...common} />}
      {need.kind === "day" && <input type="date" max={isoDay(Date.now())} {...common} />}
      {need.kind === "due" && <input type="date" min={isoDay(Date.now())} {...common} />}
      {(need.kind === "body" || need.kind === "choice") && (
        <select {...common}>
          <option value="">{need.choices.length > 0 ? t("请选择") : t("这里还没有登记这样的单位")}</option>
          {need.choices.map(({ value: key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function Ticks({ need, value, change, error }: Props): JSX.Element {
  const id = `need-${need.key}`;
  const ticked = new Set(value.split(",").filter(Boolean));
  const tick = (key: string, on: boolean): void => {
    const now = need.choices.map(({ value: each }) => each).filter((each) => (each === key ? on : ticked.has(each)));
    change(now.join(","));
  };
  return (
    <fieldset class="field" id={id} tabIndex={-1} {...wrong(id, error)}>
      <legend>
        {need.label}
        <span class="need">{t("（必填）")}</span>
      </legend>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {need.choices.map(({ value: key, label }) => (
        <label class="tick" key={key}>
          <input type="checkbox" checked={ticked.has(key)} onChange={(event) => tick(key, event.currentTarget.checked)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}

function wrong(id: string, error: string | undefined): object {
  return error === undefined ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` };
}
