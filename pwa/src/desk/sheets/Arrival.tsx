/** Printing a sheet, and noting by what way it reached its person: the same wherever sheets stand at the desk. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { mayNote } from "../live";
import { byHand, DeliverySheet, type Rung } from "./DeliverySheet";

interface Props {
  sheet: { id: string; number: string; delivered_at: string | null };
  /** Whom it goes to, as this person may name them. */
  to: string;
  noted: () => void;
}

/** Links and buttons, for who may note it; the buttons go once it has arrived. */
export function Arrival({ sheet, to, noted }: Props): JSX.Element {
  const [rung, ask] = useState<Rung | null>(null);
  return (
    <>
      <div class="acts start noprint">
        <a href={`/api/feedback/${sheet.id}/sheet`} target="_blank" rel="noopener">{t("打印反馈单")}</a>
        <a href={`/api/feedback/${sheet.id}/sheet.pdf`} target="_blank" rel="noopener">{t("反馈单PDF")}</a>
        {mayNote() && sheet.delivered_at === null && byHand.map((each) => (
          <button key={each.rung} type="button" class="btn second slim" onClick={() => ask(each.rung)}>{t(each.label)}</button>
        ))}
      </div>
      {rung !== null && <DeliverySheet sheet={sheet} rung={rung} to={to} close={() => ask(null)} noted={() => (ask(null), noted())} />}
    </>
  );
}
