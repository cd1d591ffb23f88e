import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: '窗口临时休息的通知',
  day: '{date}（{weekday}）',
  days: '{from}到\n{to}',
  allDay: '全天',
  hours: '{from}到{to}',
  hoursWithin: '{from}到{to}',
  closed: '窗口休息。',
  closedService: '“{service}”的窗口休息。',
  reason: '原因：{reason}',
  booked: '已经预约的人，我们会用邮件或电话通知您。\n想改到别的日期和时间，请使用预约网站或打电话。',
  changedTitle: '受理时间变更的通知',
  everyWeek: '每{weekday}',
  since: '从{from}开始\n{days}',
  between: '{from}到\n{to}\n{days}',
  notHolidays: '节假日和年末年初除外。',
  open: '受理时间：{hours}',
  openService: '“{service}”的受理时间：\n{hours}',
  more: '还有其他日期的时间也有变更。\n请在预约网站上确认。',
  by: '{city}　{office}',
  phone: '电话 {phone}（用日语接听）',
};
