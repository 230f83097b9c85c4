/** Line icons, always beside a word; hidden from who listens. */
import type { JSX } from "preact";

const paths = {
  ok: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7v5.5l3.5 2",
  up: "M12 20V5M5.5 11.5L12 5l6.5 6.5",
  picture: "M4 7h16v12H4zM4 16l5-4 4 3 3-2 4 3",
  bang: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.1",
  pen: "M5 19l1-4L16 5l3 3L9 18z",
  plus: "M12 5v14M5 12h14",
  home: "M4 11l8-7 8 7v9H4zM10 20v-5h4v5",
  task: "M5 4h14v16H5zM8.5 9l1.5 1.5 2.5-3M8.5 15.5h7",
  map: "M4 6l5.5-2 5 2L20 4v14l-5.5 2-5-2L4 20zM9.5 4v14M14.5 6v14",
  box: "M4 13l3-8h10l3 8v7H4zM4 13h5l1 2.5h4l1-2.5h5",
  back: "M15 5l-7 7 7 7",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10.5a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
  place: "M12 21s-6.5-5.6-6.5-11a6.5 6.5 0 0 1 13 0c0 5.4-6.5 11-6.5 11zM12 8a2 2 0 1 0 0 4a2 2 0 1 0 0-4",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 11v5.5M12 7.6v.1",
  mic: "M12 3.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V6A2.5 2.5 0 0 0 12 3.5M6 11a6 6 0 0 0 12 0M12 17v3.5M9 20.5h6",
  play: "M7 4.5v15l12-7.5z",
  stop: "M6 6h12v12H6z",
  close: "M6 6l12 12M18 6L6 18",
  key: "M8.5 11a4.5 4.5 0 1 0 0 .1M13 11h8M17.5 11v4M21 11v3",
  down: "M12 4v14M5.5 12L12 18.5 18.5 12",
};

export type IconName = keyof typeof paths;

/** The icon `name` in the colour and size of the text. */
export function Icon({ name, class: extra = "" }: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg class={`i ${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
