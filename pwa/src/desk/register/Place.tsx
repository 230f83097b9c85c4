/** Where it is: a spot on the map, a village or cell by name, or nothing. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Choice } from "../../shell/parts";
import { t } from "../../shell/words";
import { frame, useRead } from "../live";
import { Line, Select, type Form } from "./Field";
import type { RegistrationForm } from "./wire";

/** The fields. */
export function Place({ form, offered }: { form: Form; offered: RegistrationForm }): JSX.Element {
  const { texts, write, wrong } = form;
  const village = texts["village"] ?? "";
  const cells = useRead<RegistrationForm>(village ? `/api/registrations/form?village=${village}` : null).data?.cells ?? [];
  const ways = [
    ...(frame.value?.bounds ? [{ value: "point", label: t("在地图上点") }] : []),
    { value: "village", label: t("只知道村（社区）或网格") },
    { value: "none", label: t("说不清") },
  ];
  const where = texts["where"] ?? "none";
  return (
    <>
      <Choice legend={t("事情在哪里")} name="where" options={ways} value={where} change={(value) => write("where", value)} error={wrong.find(({ field }) => field === "where")?.text} />
      {where === "point" && <Pick form={form} />}
      {where === "village" && <Select form={form} name="village" label={t("村（社区）")} choices={offered.villages} none={t("请选择")} />}
      {where === "village" && village !== "" && <Select form={form} name="cell_code" label={t("网格")} choices={cells} none={t("不知道是哪一格")} />}
      <Line form={form} name="place_words" label={t("地点（选填）")} most={120} />
    </>
  );
}

/** The map to point at; Enter takes its middle. */
function Pick({ form }: { form: Form }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { lon, lat } = form.texts;
  const take = useRef(form.write);
  take.current = form.write;
  useEffect(() => {
    let remove: (() => void) | undefined;
    let gone = false;
    void import("../map/small").then(({ drawPick }) => {
      if (gone || !box.current || !frame.value) return;
      remove = drawPick(box.current, frame.value, lon && lat ? [Number(lon), Number(lat)] : null, ([x, y]) => {
        take.current("lon", x.toFixed(6));
        take.current("lat", y.toFixed(6));
      });
    });
    return () => {
      gone = true;
      remove?.();
    };
  }, []);
  return (
    <>
      <div class="pickmap"><div class="canvas" ref={box} /></div>
      <p class="sub" role="status">{lon && lat ? t("已点：东经{lon}，北纬{lat}", { lon, lat }) : t("点一下地图；用键盘时方向键移动，回车选中间。")}</p>
    </>
  );
}
