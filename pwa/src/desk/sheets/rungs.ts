/** The rungs of the ladder that carries an answer, as they are called. */
export const rungs: Record<string, string> = {
  gateway: "短信或公众号", inbox: "收件箱消息", receipt: "凭回执号查看", push: "浏览器提醒", channel: "打电话或发短信", door: "送到本人", aloud: "念给本人听", post: "邮寄送达",
};
