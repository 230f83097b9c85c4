/** One promise, for whom a message leads here. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { Promises } from "../meetings/Promises";
import { Heading, Waiting } from "../parts";
import { SheetsAbout } from "../sheets/SheetsAbout";
import type { Commitment, Page } from "../wire";
import "../file/file.css";

/** The page of the promise `id`. */
export function CommitmentPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Page<Commitment>>(`/api/commitments?id=${id}`);
  const one = reading.data?.items[0];
  return (
    <div class="pad">
      <Heading title={t("承诺事项")}>{t("承诺事项")}</Heading>
      <Waiting reading={reading} />
      {reading.data?.items.length === 0 && <p class="sub">{t("没有找到这项承诺，或不在您的范围里。")}</p>}
      {one && (
        <section class="card">
          <p><a href={href(one.subject_kind === "case" ? `/cases/${one.subject_id}` : `/activities/${one.subject_id}`)}>{one.subject_name}</a></p>
          <Promises of={[one]} reread={reading.again} />
        </section>
      )}
      {one && <SheetsAbout id={one.id} />}
    </div>
  );
}
