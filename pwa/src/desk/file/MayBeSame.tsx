/** Open cases that may be the same matter, at intake: one press fills the number into the joining. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { isoDay } from "../parts";
import type { CaseFile, Move, NearCase } from "../wire";
import { keepDraft } from "./drafts";

interface Props {
  file: CaseFile;
  open: (move: Move) => void;
}

/** The list; nothing for a case that cannot join another. */
export function MayBeSame({ file, open }: Props): JSX.Element | null {
  const joining = file.moves.find(({ to, waiting_for: waits }) => to === "joined" && waits === null);
  return joining ? <Near file={file} joining={joining} open={open} /> : null;
}

function Near({ file, joining, open }: Props & { joining: Move }): JSX.Element | null {
  const reading = useRead<{ items: NearCase[] }>(`/api/cases/near?${asked(file)}`);
  const others = (reading.data?.items ?? []).filter(({ id }) => id !== file.id);
  if (others.length === 0) return null;
  const fill = (number: string): void => {
    keepDraft(file.id, joining.id, { into: number });
    open(joining);
  };
  return (
    <section class="same" aria-labelledby="same">
      <h3 id="same">{t("可能是同一件")}</h3>
      {others.map((other) => (
        <p key={other.id}>
          <a href={href(`/cases/${other.id}`)}>{other.number}</a> {other.label}，{isoDay(other.opened_at)}
          {other.distance_m !== null && `，${t("相距{n}米", { n: other.distance_m })}`}{" "}
          <button type="button" class="btn second slim" onClick={() => fill(other.number)}>
            {t("并入{number}", { number: other.number })}
          </button>
        </p>
      ))}
    </section>
  );
}

function asked(file: CaseFile): string {
  const place = file.reports.find((report) => report.place !== null)?.place;
  const where: Record<string, string> = place
    ? { lon: place.coordinates[0].toFixed(6), lat: place.coordinates[1].toFixed(6), crs: "wgs84" }
    : {};
  return new URLSearchParams({ category: file.category.code, ...where, cell: file.cell?.code ?? "-" }).toString();
}
