/** The moves that the table of transitions allows this person now, each opening what it needs. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { bodies, viewer } from "../live";
import type { CaseFile, Move } from "../wire";
import { MayBeSame } from "./MayBeSame";
import { MoveSheet } from "./MoveSheet";

interface Props {
  file: CaseFile;
  moved: (fresh: CaseFile, words: string | null) => void;
}

const congress = new Set(["town_congress", "deputy", "research_centre", "working_body", "chairpersons"]);

/** The buttons. A move of another role's is absent; one that waits is disabled and says for what. */
export function NextSteps({ file, moved }: Props): JSX.Element {
  const [open, show] = useState<Move | null>(null);
  const roles = [...(viewer.value?.roles ?? []), ...bodies.value].map(({ role }) => role ?? "");
  // What the case waits for stands first and strong; what merely may be done (taking back, withdrawing) never does.
  const moves = [...file.moves.filter(({ rests }) => !rests), ...file.moves.filter(({ rests }) => rests)];
  return (
    <div class="next">
      {moves.map((move, index) => (
        <MoveButton key={move.id} move={move} main={index === 0 && !move.rests} open={() => show(move)} />
      ))}
      <MayBeSame file={file} open={show} />
      {file.moves.length === 0 && <p class="sub">{t("现在没有要您办的。")}</p>}
      {roles.length > 0 && roles.every((role) => congress.has(role)) && <p class="why">{t("人大转办、督办，不办结")}</p>}
      {open && (
        <MoveSheet
          file={file}
          move={open}
          close={() => show(null)}
          moved={(fresh, words) => {
            show(null);
            moved(fresh, words);
          }}
        />
      )}
    </div>
  );
}

function MoveButton({ move, main, open }: { move: Move; main: boolean; open: () => void }): JSX.Element {
  const waits = move.waiting_for !== null;
  return (
    <div>
      <button
        type="button"
        class={main ? "btn" : "btn second"}
        aria-disabled={waits}
        {...(waits ? { "aria-describedby": `why-${move.id}` } : {})}
        onClick={() => !waits && open()}
      >
        {move.label}
      </button>
      {waits && <p class="why" id={`why-${move.id}`}>{move.waiting_for}</p>}
    </div>
  );
}
