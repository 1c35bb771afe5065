/** Alerts as they would come in: always an exercise, and every text says 演练. */

const SENDER = "exercise@dutyroom.invalid";

export function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** CAP 1.2 (OASIS, 2010). `fields` replace the made ones; texts are escaped here. */
export function cap(fields) {
  const at = new Date(Date.now()).toISOString().replace(/\.\d+Z$/, "+00:00");
  const until = new Date(Date.now() + 6 * 3_600_000).toISOString().replace(/\.\d+Z$/, "+00:00");
  const { identifier, event, severity, headline, description, area, circle, source } = {
    event: "演练",
    severity: "Extreme",
    description: "演练：按预案处置。",
    area: "王舍人街道",
    circle: "36.7150,117.1300 0.50",
    source: "演练企业监测点",
    ...fields,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>${escaped(identifier)}</identifier><sender>${SENDER}</sender><sent>${at}</sent>
<status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>zh-CN</language><category>CBRNE</category><event>${escaped(event)}</event>
<urgency>Immediate</urgency><severity>${severity}</severity><certainty>Observed</certainty>
<effective>${at}</effective><expires>${until}</expires><senderName>${escaped(source)}</senderName>
<headline>${escaped(headline)}</headline><description>${escaped(description)}</description>
<area><areaDesc>${escaped(area)}</areaDesc><circle>${circle}</circle></area></info>
</alert>
`;
}

export function chlorine(identifier) {
  return cap({
    identifier,
    event: "氯气泄漏",
    headline: "演练 王舍人街道某水厂氯气泄漏，现场有人员受伤",
    description: "演练：液氯钢瓶阀门泄漏，白色烟雾向东南方向扩散，正在组织周边人员撤离。",
  });
}
