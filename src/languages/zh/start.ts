import type { Page } from '../catalogues.ts';

export const start: Page<'start'> = {
  title: { card: '预约领取卡片等手续', person: '预约窗口手续' },
  description: {
    card: '收到{city}寄来的“交付通知书（交付通知書）”明信片的人，可以24小时随时预约领取个人编号卡的地点、日期和时间，也可以更改或取消预约。',
    person: '可以24小时随时预约在{city}窗口办理手续的地点、日期和时间，也可以更改或取消预约。',
  },
  heading: '预约：{service}',
  cardHeading: '预约领取|个人编号卡',
  lead: {
    card: '收到“交付通知书（交付通知書）”明信片的人，可以在这里预约领取的地点、日期和时间。',
    person: '可以在这里预约办理的地点、日期和时间。',
  },
  nothing: '现在没有可以在网上预约的手续。',
  notOffered: '这项手续现在不能在网上预约。',
  call: '请打电话。',
  manyHeading: '预约窗口手续',
  manyLead: '请选择手续，然后预约地点、日期和时间。',
  begin: '开始预约',
  manage: '查看、更改或取消预约',
  byPhone: '也可以打电话预约',
  caption: '请准备好这张明信片。',
  manyCaption: '领取卡片的人，请准备好这张明信片。',
  whoTitle: '可以预约的人',
  who: {
    card: [
      '收到{city}寄来的“交付通知书（交付通知書）”明信片的人',
      '未满15岁的人，请和父母等监护人一起来',
      '因生病等原因本人不能来时，有时可以由代理人领取',
    ],
    person: ['住在{city}的人', '家人的手续，请每个人分别填写'],
  },
  prepareTitle: '预约前请准备',
  prepare: {
    card: { head: '交付通知书明信片', more: '要输入上面印的“交付通知书ID（交付通知書ID）”。' },
    person: { head: '姓名、出生日期、电话号码', more: '请输入来窗口的人的信息。' },
    mail: { head: '能收邮件的手机或电脑', more: '预约的说明会用邮件寄给您。' },
  },
  takes: '大约5分钟可以输入完。24小时随时可以预约。当天请不要晚于预约时间到达。',
  bringTitle: '当天要带的东西',
  lookTitle: '窗口的空位情况',
  look: '预约前可以先看窗口的空位。',
  lookLink: '看窗口的空位',
};
