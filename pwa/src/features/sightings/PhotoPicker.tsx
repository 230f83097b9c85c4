/** Photos of a sighting: take or choose, see, remove; one that cannot be read says so and holds up nothing. */
import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Attachment } from "../../store/item";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { mostPhotos } from "./form";
import { takePhoto } from "./photos";

interface Props {
  item: string;
  photos: readonly Attachment[];
  change: (update: (before: readonly Attachment[]) => readonly Attachment[]) => void;
  /** Told of the work that has begun, as the form may be saved or left before it ends. */
  hold: (work: Promise<void>) => void;
}

interface Lost {
  tooMany: boolean;
  /** Which ones could not be read, counted from 1. */
  failed: readonly number[];
}

const nothing: Lost = { tooMany: false, failed: [] };
// Of the form that was last open: whoever saves at once reads it on the next page.
const lost = signal(nothing);

/** Which of the chosen photos did not come along. */
export function LostPhotos(): JSX.Element {
  return (
    <>
      {lost.value.tooMany && <Notice tone="wait">{t("最多{n}张照片，多的没有留下。", { n: mostPhotos })}</Notice>}
      {lost.value.failed.map((n) => (
        <Notice key={n} tone="bad">{t("照片{n}打不开，请重拍或换一张。", { n })}</Notice>
      ))}
    </>
  );
}

/** The field. */
export function PhotoPicker({ item, photos, change, hold }: Props): JSX.Element {
  const [shrinking, setShrinking] = useState(0);
  useEffect(() => void (lost.value = nothing), []);
  const taken = photos.length + shrinking;
  const add = (input: HTMLInputElement): void => {
    const chosen = [...(input.files ?? [])];
    const files = chosen.slice(0, mostPhotos - taken);
    input.value = "";
    lost.value = { ...nothing, tooMany: files.length < chosen.length };
    setShrinking((before) => before + files.length);
    hold(shrinkAll(files));
  };
  const shrinkAll = async (files: readonly File[]): Promise<void> => {
    for (const [index, file] of files.entries()) {
      const photo = await takePhoto(item, file).catch(() => undefined);
      if (photo) change((before) => (before.some((other) => other.sha256 === photo.sha256) ? before : [...before, photo]));
      else lost.value = { ...lost.value, failed: [...lost.value.failed, taken + index + 1] };
      setShrinking((left) => left - 1);
    }
  };
  const full = taken >= mostPhotos;
  return (
    <fieldset class="choice">
      <legend>{t("照片（选填）")}</legend>
      <div class="acts two flat">
        <FileButton icon="camera" label={t("拍照")} capture disabled={full} pick={add} />
        <FileButton icon="picture" label={t("从相册选")} disabled={full} pick={add} />
      </div>
      {shrinking > 0 && <p class="meta" role="status">{t("正在缩小照片…")}</p>}
      <LostPhotos />
      <ul class="photos">
        {photos.map((photo, index) => (
          <li key={photo.sha256}>
            <Thumb photo={photo} nth={index + 1} />
            <button
              type="button"
              class="btn second slim"
              aria-label={t("删去照片{n}", { n: index + 1 })}
              onClick={() => change((before) => before.filter((other) => other !== photo))}
            >
              <Icon name="close" />
              {t("删去")}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface FileButtonProps {
  icon: "camera" | "picture";
  label: string;
  capture?: boolean;
  disabled?: boolean;
  pick: (input: HTMLInputElement) => void;
}

/** A button that takes a photo or chooses some. */
export function FileButton({ icon, label, capture, disabled = false, pick }: FileButtonProps): JSX.Element {
  return (
    <label class={disabled ? "btn second off" : "btn second"}>
      <Icon name={icon} />
      {label}
      <input
        class="vh"
        type="file"
        accept="image/*"
        multiple={!capture}
        disabled={disabled}
        {...(capture ? { capture: "environment" as const } : {})}
        onChange={(event) => pick(event.currentTarget)}
      />
    </label>
  );
}

function Thumb({ photo, nth }: { photo: Attachment; nth: number }): JSX.Element {
  const url = useMemo(() => URL.createObjectURL(new Blob([photo.data], { type: photo.type })), [photo]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt={t("照片{n}", { n: nth })} />;
}
