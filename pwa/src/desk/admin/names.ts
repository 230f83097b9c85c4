/** What roles, kinds of people and deeds are called. */
import { t } from "../../shell/words";

export interface Choice {
  value: string;
  label: string;
}

export const roles = (): Choice[] => [
  { value: "grid_worker", label: t("网格员") }, { value: "collector", label: t("信息采集员") }, { value: "liaison", label: t("联络员") },
  { value: "verifier", label: t("核查员") }, { value: "town_congress", label: t("镇人大") }, { value: "town_head", label: t("乡镇长") },
  { value: "deputy", label: t("代表") }, { value: "system_administrator", label: t("系统管理员") },
  { value: "security_administrator", label: t("安全管理员") }, { value: "audit_administrator", label: t("审计管理员") },
];

export const kinds = (): Choice[] => [
  { value: "liaison", label: t("联络员") }, { value: "collector", label: t("信息采集员") }, { value: "grid_worker", label: t("网格员") },
  { value: "mediator", label: t("调解员") }, { value: "legal_officer", label: t("政法干警") }, { value: "elder", label: t("五老人员") },
  { value: "worthy", label: t("乡贤") }, { value: "counsel", label: t("法律顾问") },
];

/** What entries of the record are about; the first word of an action is one of these too, or near to one. */
export const subjects = (): Choice[] => [
  { value: "account", label: t("账号") }, { value: "case", label: t("事项") }, { value: "report", label: t("反映") },
  { value: "submission", label: t("群众反映") }, { value: "feedback_sheet", label: t("反馈单") }, { value: "contact", label: t("联系方式") },
  { value: "partner", label: t("对接系统") }, { value: "activity", label: t("会议") }, { value: "route", label: t("被拒绝的请求") },
];

const things: Record<string, () => string> = {
  account: () => t("账号"), role: () => t("岗位"), session: () => t("登录会话"), login: () => t("登录"), second_factor: () => t("两步验证"),
  recovery_code: () => t("恢复码"), case: () => t("事项"), report: () => t("反映"), sighting: () => t("排查线索"), submission: () => t("群众反映"),
  contact: () => t("联系方式"), feedback: () => t("反馈单"), push: () => t("消息推送"), gateway: () => t("短信网关"), partner: () => t("对接系统"),
  activity: () => t("会议"), commitment: () => t("承诺事项"), routing: () => t("分派规则"), link: () => t("办理链接"), duties: () => t("岗位责任清单"),
  body: () => t("组织机构"), bodies: () => t("组织机构"), stations: () => t("站点"), areas: () => t("区划"), cells: () => t("网格"), deputies: () => t("代表名册"),
  code: () => t("代表码"), attachment: () => t("照片、录音"), consent: () => t("同意"), contents: () => t("反映内容"), retention: () => t("留存清理"),
  request: () => t("请求"), notice: () => t("站内信"), audit: () => t("日志"), initiative: () => t("建议和线索"), proposal: () => t("立法建议项目"), review_hint: () => t("备案审查信息"), mediation: () => t("调解"), posts: () => t("采集点"),
};

const deeds: Record<string, () => string> = {
  created: () => t("新建"), changed: () => t("修改"), password_changed: () => t("换密码"), password_reset: () => t("重置密码"), locked: () => t("锁定"),
  unlocked: () => t("解锁"), disabled: () => t("停用"), described: () => t("改人员画像"), phone_changed: () => t("改手机号"), given: () => t("授予"),
  ended: () => t("结束"), confirmed: () => t("确认"), opened: () => t("打开"), closed: () => t("结束"), refused: () => t("拒绝"), slowed: () => t("限速"),
  revealed: () => t("查看"), imported: () => t("导入"), issued: () => t("签发"), revoked: () => t("收回"), stored: () => t("存入"), received: () => t("收到"),
  rotated: () => t("换密钥"), resent: () => t("重发"), tested: () => t("测试"), urged: () => t("催办"), moved: () => t("流转"), signed: () => t("签发答复"),
  delivered: () => t("送达"), deleted: () => t("删除"), erased: () => t("清除"), exported: () => t("导出"), appointed: () => t("任命"), written: () => t("修订"),
  verify_asked: () => t("申请核对"), link_asked: () => t("申请短信登录"), used: () => t("使用"), begun: () => t("开始"), read: () => t("已读"), level: () => t("改敏感程度"),
  accepted: () => t("受理"), held: () => t("召开或保留"), planned: () => t("安排"), cancelled: () => t("取消"), decided: () => t("决定"), attempted: () => t("尝试送达"),
};

/** What an entry is called: `role.given` → 岗位·授予; what has no name here stays as it is written. */
export function deed(action: string): string {
  const [thing = "", what = ""] = action.split(".");
  return `${things[thing]?.() ?? thing}·${deeds[what]?.() ?? what}`;
}
