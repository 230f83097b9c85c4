/** A number field that passes on only what may be asked for, and says at the field what may. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../../shell/words";

interface Props {
  label: string;
  value: number;
  low: number;
  high: number;
  step: string;
  set: (value: number) => void;
}

/** The field; what it holds counts when it is left, or Enter is pressed. */
export function Numeral({ label, value, low, high, step, set }: Props): JSX.Element {
  const id = useId();
  // What is being typed, or was and cannot be: it stays for who typed it to put right.
  const [typed, keep] = useState<string | null>(null);
  const [wrong, fail] = useState(false);
  const change = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    const given = field.valueAsNumber;
    const right = given >= low && given <= high && (step !== "1" || Number.isInteger(given));
    keep(right ? null : field.value);
    fail(!right);
    if (right) set(given);
  };
  return (
    <label>
      {label}
      <input type="number" min={low} max={high} step={step} value={typed ?? value} aria-invalid={wrong} aria-describedby={wrong ? id : undefined} onInput={(event) => keep(event.currentTarget.value)} onChange={change} required />
      {wrong && <span class="wrong" id={id}>{t("要在{low}和{high}之间", { low, high })}</span>}
    </label>
  );
}
