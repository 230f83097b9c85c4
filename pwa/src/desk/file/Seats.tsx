/** In whose hands a case is, and by when they are to be done. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { isoDay } from "../parts";
import type { CaseFile } from "../wire";

/** The bodies at the table of a case. */
export function Seats({ file }: { file: CaseFile }): JSX.Element {
  return (
    <>
      <ul class="seats">
        {file.seats.map((seat) => (
          <li key={seat.seat}>
            <b>{seat.body_name}</b> <span class="meta">{seat.role_label}</span>
            <span class="meta">
              {t("{day}起", { day: isoDay(seat.since) })} {seat.body_phone && <a href={`tel:${seat.body_phone}`}>{seat.body_phone}</a>}
            </span>
          </li>
        ))}
      </ul>
      {file.promised_on !== null && <p class="meta">{t("办理期限{day}", { day: file.promised_on })}</p>}
      {file.redos > 0 && <p class="meta">{t("已重办{n}次", { n: file.redos })}</p>}
    </>
  );
}
