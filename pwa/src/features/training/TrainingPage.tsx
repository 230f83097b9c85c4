/** The training card: what one has been at, hours by year, what comes next; without signal as it was last read. */
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { ActivityHead } from "../../api/wire";
import { readKept, type Kept } from "../../store/kept";
import { readTrainings } from "../../sync/trainings";
import { Icon } from "../../shell/icon";
import { day, moment } from "../../shell/time";
import { t } from "../../shell/words";
import { account, report } from "../live";
import { chinaDay } from "../visits/form";
import { byYear, dayOf, hoursOf } from "./card";

type Card = Kept["training"];

/** The page. */
export function TrainingPage(): JSX.Element {
  const person = account.value!;
  const [card, show] = useState<Card | undefined>();
  const [reading, read] = useState(true);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const kept = await readKept(person.id, "training");
      if (kept) show(kept);
      const fresh = await readTrainings(person.id, chinaDay(Date.now()));
      if (fresh) show(fresh);
    };
    load().catch(report).finally(() => read(false));
  }, [person.id]);
  if (!card) return <main aria-busy={reading}>{!reading && <p class="empty">{t("还没有读到培训记录。连上网再打开这一页，以后没有信号也看得到。")}</p>}</main>;
  return (
    <main>
      <Sum card={card} name={person.name} />
      <Next next={card.next} />
      {card.been.length === 0 && <p class="empty">{t("还没有培训记录。到会时扫现场的签到码、用自己的账号签到，就记在这里。")}</p>}
      {byYear(card.been).map(({ year, hours, trainings }) => (
        <section key={year}>
          <div class="sec">
            <h2>{t("{year}年", { year })}</h2>
            <span class="meta">{t("{n}次·{h}学时", { n: trainings.length, h: hours })}</span>
          </div>
          <ul class="list">
            {trainings.map((training) => (
              <li key={training.id}>
                <Row training={training} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="pad meta">{t("截至{time}", { time: moment(card.at) })}</p>
    </main>
  );
}

function Sum({ card, name }: { card: Card; name: string }): JSX.Element {
  const hours = card.been.reduce((sum, one) => sum + hoursOf(one), 0);
  return (
    <div class="pad">
      <div class="slip">
        <p>
          <Icon name="ok" /> <b>{name}</b>
        </p>
        <p>{t("共参加培训{n}次，{h}学时", { n: card.been.length, h: hours })}</p>
      </div>
    </div>
  );
}

function Next({ next }: { next: readonly ActivityHead[] }): JSX.Element {
  return (
    <>
      <div class="sec">
        <h2>{t("接下来的培训")}</h2>
      </div>
      {next.length === 0 ? (
        <p class="empty">{t("现在没有请您参加的培训。")}</p>
      ) : (
        <ul class="list">
          {next.map(({ id, title, place, starts_at }) => (
            <li key={id}>
              <div class="row whole">
                <span class="t">{title}</span>
                <span class="meta">{[starts_at ? moment(starts_at) : t("时间待定"), place].filter(Boolean).join("·")}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ training }: { training: ActivityHead }): JSX.Element {
  const { title, place, numbers } = training;
  const on = dayOf(training);
  const facts = [on && day(`${on}T12:00:00+08:00`), String(numbers["lecturer"] ?? ""), place];
  return (
    <div class="row whole">
      <span class="t">{title}</span>
      <span class="meta">{facts.filter(Boolean).join("·")}</span>
      <span class="tag idle">{t("{h}学时", { h: hoursOf(training) })}</span>
    </div>
  );
}
