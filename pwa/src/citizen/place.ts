/** Locating on a press of the button, never before: WGS-84, with its accuracy and the time of the fix. */
import { all, find, say } from "./page";
import { t } from "./words";

const poor = 100; // metres: worse than this does not tell one grid cell from the next

/** Make the buttons that locate work, where the browser can. */
export function locating(): void {
  if (!navigator.geolocation) {
    all("[data-locate]").forEach((button) => (button.hidden = true));
    return;
  }
  find("[data-near]")?.removeAttribute("hidden");
  all<HTMLButtonElement>("[data-locate]").forEach((button) => button.addEventListener("click", () => locate(button)));
}

function locate(button: HTMLButtonElement): void {
  const line = find("[data-located]");
  button.setAttribute("aria-disabled", "true");
  const tell = (text: string, well: boolean): void => {
    if (line) line.dataset["located"] = well ? "" : "poor";
    say(line, text);
  };
  tell(t("正在定位…"), true);
  const done = (): void => button.removeAttribute("aria-disabled");
  navigator.geolocation.getCurrentPosition(
    (fix) => {
      done();
      fill(fix);
      choose();
      const n = Math.round(fix.coords.accuracy);
      if (n > poor) tell(t("定位不准（误差约{n}米），请再写下地点。", { n }), false);
      else tell(t("已用手机定位") + t("（误差约{n}米）", { n }), true);
      find<HTMLFormElement>("form[data-near]")?.submit();
    },
    () => {
      done();
      tell(t("定位没成功。写下地点也一样。"), false);
    },
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
  );
}

/** Take the place just found for the one that is meant; every other choice stays open. */
function choose(): void {
  const found = find<HTMLInputElement>("#w-phone");
  if (!found) return;
  found.closest("label")?.removeAttribute("hidden");
  found.checked = true;
}

function fill(fix: GeolocationPosition): void {
  const values: Record<string, string> = {
    lon: fix.coords.longitude.toFixed(7),
    lat: fix.coords.latitude.toFixed(7),
    crs: "wgs84",
    accuracy_m: fix.coords.accuracy.toFixed(1),
    fixed_at: new Date(fix.timestamp).toISOString(),
  };
  all<HTMLInputElement>("[data-spot]").forEach((input) => (input.value = values[input.dataset["spot"] ?? ""] ?? ""));
}
