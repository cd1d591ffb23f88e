import type { Page } from '../catalogues.ts';

export const cancel: Page<'cancel'> = {
  title: '确认取消',
  heading: '要取消这个预约吗？',
  lead: '取消后不能恢复。如果只是要更改日期、时间或地点，请按“更改地点或时间”。',
  number: '预约号码',
  when: '日期和时间',
  office: { card: '领取地点', person: '办理地点' },
  who: '来窗口的人',
  people: { other: '{count}人（全部）' },
  cancel: '取消预约',
  cancelAll: { other: '取消全部{count}人' },
  one: '只取消一个人',
  change: '更改地点或时间',
  keep: '不取消',
  doneTitle: '预约已取消',
  mailed: '我们会用邮件通知您。',
  done: {
    card: ['重新预约后可以领取卡片。'],
    person: ['可以重新预约手续。'],
  },
  calendar: { says: '加到日历里的日程，打开下面的文件可以取消。', file: '取消日历里的日程' },
  again: '重新预约',
  finish: '返回首页',
};
