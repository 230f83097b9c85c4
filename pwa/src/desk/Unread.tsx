/** A page of one thing that is not there. */
import type { JSX } from "preact";
import { href } from "../shell/route";
import type { Reading } from "./live";
import { Waiting } from "./parts";

/** What stands where one thing has not been read, or is not there for this person; `all`: the way to the list it would stand in. */
export function Unread({ title, reading, to, all }: { title: string; reading: Omit<Reading<unknown>, "put">; to: string; all: string }): JSX.Element {
  return (
    <>
      <h1 class="vh">{title}</h1>
      <Waiting reading={reading} />
      <p class="pad"><a href={href(to)}>{all}</a></p>
    </>
  );
}
