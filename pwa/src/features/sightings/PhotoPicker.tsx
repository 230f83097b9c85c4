/** Photos of a sighting: take or choose, see, remove; one that cannot be read says so and holds up nothing. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Photo } from "../../store/item";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { mostPhotos } from "./form";
import { takePhoto } from "./photos";

interface Props {
  item: string;
  photos: readonly Photo[];
  change: (photos: readonly Photo[]) => void;
}

/** The field. */
export function PhotoPicker({ item, photos, change }: Props): JSX.Element {
  const [shrinking, setShrinking] = useState(0);
  const [failed, setFailed] = useState<number[]>([]);
  const add = async (input: HTMLInputElement): Promise<void> => {
    const files = [...(input.files ?? [])].slice(0, mostPhotos - photos.length);
    input.value = "";
    setShrinking(files.length);
    const bad: number[] = [];
    let list = photos;
    for (const file of files) {
      const photo = await takePhoto(item, file).catch(() => undefined);
      if (!photo) bad.push(list.length + bad.length + 1);
      else if (!list.some((other) => other.sha256 === photo.sha256)) list = [...list, photo];
      setShrinking((left) => left - 1);
    }
    setFailed(bad);
    change(list);
  };
  const full = photos.length + shrinking >= mostPhotos;
  return (
    <fieldset class="choice">
      <legend>{t("照片（选填）")}</legend>
      <div class="acts two flat">
        <FileButton icon="camera" label={t("拍照")} capture disabled={full} pick={add} />
        <FileButton icon="picture" label={t("从相册选")} disabled={full} pick={add} />
      </div>
      {shrinking > 0 && <p class="meta" role="status">{t("正在缩小照片…")}</p>}
      {failed.map((n) => (
        <Notice key={n} tone="bad">{t("照片{n}打不开，请重拍或换一张。", { n })}</Notice>
      ))}
      <ul class="photos">
        {photos.map((photo, index) => (
          <li key={photo.sha256}>
            <Thumb photo={photo} nth={index + 1} />
            <button
              type="button"
              class="btn second slim"
              aria-label={t("删去照片{n}", { n: index + 1 })}
              onClick={() => change(photos.filter((other) => other !== photo))}
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
  disabled: boolean;
  pick: (input: HTMLInputElement) => Promise<void>;
}

function FileButton({ icon, label, capture, disabled, pick }: FileButtonProps): JSX.Element {
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
        onChange={(event) => void pick(event.currentTarget)}
      />
    </label>
  );
}

function Thumb({ photo, nth }: { photo: Photo; nth: number }): JSX.Element {
  const url = useMemo(() => URL.createObjectURL(new Blob([photo.data], { type: photo.type })), [photo]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt={t("照片{n}", { n: nth })} />;
}
