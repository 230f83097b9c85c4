/** Two people changed the same case: see what the other did, then choose. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import type { CaseFile, Happening } from "../wire";

interface Props {
  before: CaseFile;
  after: CaseFile;
  /** What this person has written, by key. */
  mine: Record<string, string>;
  needs: readonly { key: string; label: string }[];
  /** Where the move leads. */
  to: string;
  /** The move is still possible after what the other did. */
  still: boolean;
  useMine: () => void;
  useTheirs: () => void;
}

interface Others {
  /** What was done since this person read the case, newest first. */
  theirs: readonly Happening[];
}

/** The dialog; closing it takes the other's, nothing of this person's is sent. */
export function Clash(props: Props): JSX.Element {
  const { before, after, mine, needs, still } = props;
  const theirs = after.timeline.filter(({ version }) => version > before.version);
  const wrote = needs.some(({ key }) => mine[key]?.trim());
  return still || wrote ? <Choosing {...props} theirs={theirs} wrote={wrote} /> : <Gone {...props} theirs={theirs} />;
}

/** Somebody else was faster, and nothing was written that could be lost: there is nothing to choose. */
function Gone({ to, theirs, useTheirs }: Props & Others): JSX.Element {
  const name = theirs[0]?.actor_name || t("系统");
  const same = theirs.some((event) => event.to === to);
  return (
    <Sheet title={same ? t("{name}已办了这一步", { name }) : t("{name}刚改了这一项。", { name })} close={useTheirs}>
      <div class="body">
        <Done events={theirs} />
        {!same && <p>{t("这一步已经不用办了。")}</p>}
        <div class="acts">
          <button type="button" class="btn" onClick={useTheirs}>{t("知道了")}</button>
        </div>
      </div>
    </Sheet>
  );
}

function Choosing({ mine, needs, still, theirs, wrote, useMine, useTheirs }: Props & Others & { wrote: boolean }): JSX.Element {
  const [seen, see] = useState(false);
  return (
    <Sheet title={t("{name}刚改了这一项。", { name: theirs[0]?.actor_name || t("系统") })} close={useTheirs}>
      <div class="body">
        {seen && (
          <>
            <b>{t("别人做的")}</b>
            <Done events={theirs} />
          </>
        )}
        {seen && wrote && (
          <>
            <b>{t("您写的")}</b>
            <ul class="diff">
              {needs.map(({ key, label }) => (
                <li key={key}>
                  {label}：{mine[key] || t("还没有写")}
                </li>
              ))}
            </ul>
          </>
        )}
        {!still && <p>{t("这一步已经不用办了。您写的还留着，可以先复制。")}</p>}
        <div class="acts">
          {!seen && <button type="button" class="btn second" onClick={() => see(true)}>{t("看差别")}</button>}
          {still && <button type="button" class="btn second" onClick={useMine}>{t("用我的")}</button>}
          <button type="button" class="btn" onClick={useTheirs}>{t("用他的")}</button>
        </div>
      </div>
    </Sheet>
  );
}

function Done({ events }: { events: readonly Happening[] }): JSX.Element {
  return (
    <ul class="diff">
      {events.map((event) => (
        <li key={event.version}>
          {isoMinute(event.at)} {event.label} {event.said.map(({ text }) => text).join("；")} {event.reason}
        </li>
      ))}
    </ul>
  );
}
