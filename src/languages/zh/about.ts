import type { Page } from '../catalogues.ts';

export const finish: Page<'finish'> = {
  title: '要结束操作吗？',
  lead: [
    '已经输入的内容会被删除。在这个浏览器里打开的邮件链接也不能再用。',
    '已经完成的预约会保留。以后要看时，请从“查看、更改或取消预约”重新接收邮件。',
  ],
  finish: '结束操作',
  goOn: '返回继续预约',
  doneTitle: '已结束操作',
  done: [
    '已经输入的内容已删除。在这个浏览器里打开的邮件链接也不能再用。',
    '已经完成的预约仍然保留。要看时，请从“查看、更改或取消预约”重新接收邮件。',
    '如果用的是借来的手机或电脑，请关闭这个页面。',
  ],
  start: '返回首页',
};

export const help: Page<'help'> = {
  title: { card: '不知道ID或没有邮箱的人', person: '不知道怎么预约或没有邮箱的人' },
  lead: '预约和更改都可以打电话办理。工作人员会用日语帮助您。',
  call: '预约电话',
  idTitle: '不知道交付通知书ID的人',
  id: '印在“交付通知書”明信片右上角的框里。',
  idNone: '明信片丢失或没有收到的人，请打电话。',
  mailTitle: '不能收邮件的人',
  mail: ['可以打电话预约，不需要邮箱。', '也可以用家人的邮箱预约。', '预约号码会在电话里告诉您。请写在纸上，当天带来。'],
  readyTitle: '打电话之前',
  ready: {
    card: '领取卡片的人，如果有交付通知书明信片，请放在手边。',
    person: '不需要明信片的手续，会问您姓名、出生日期和电话号码。',
    only: '会问您姓名、出生日期和电话号码。',
    place: '先想好去哪个窗口、哪天能来，可以更快办完。',
  },
};

export const maintenance: Page<'maintenance'> = {
  title: '现在暂停预约',
  lead: '正在检修系统。给您带来不便，非常抱歉。',
  back: '恢复使用的时间',
  from: '{when}起',
  bookedTitle: '已经完成预约的人',
  booked: '已收到预约完成邮件的预约仍然有效。请在预约的日期和时间来。',
  midTitle: '正在预约的人',
  mid: '预约还没有完成。请在检修结束后按邮件里的链接，或从头开始。',
  pressed: '您刚才的操作没有被受理。',
  hurryTitle: '着急的人',
  hurry: '请在电话受理时间内打电话。',
};

export const offices: Page<'offices'> = {
  title: '窗口的空位情况',
  heading: '窗口的空位情况',
  lead: {
    card: '预约需要交付通知书ID和生日。如果卡片在别的地方，可以领取的日期会晚一些。',
    person: '预约时要输入姓名、出生日期和电话号码。',
  },
  services: '手续',
  feed: '把周六日和晚上开放的日期加入日历',
  feedName: '{city} {office}周六日、晚上开放的日期',
  session: '{office}：{what}',
  asOf: '{time}的情况',
};

export const standIn: Page<'standIn'> = {
  title: '现在很难连接',
  says: ['不能显示预约网站，非常抱歉。', '请过一会儿再试。'],
  call: '着急的人请打电话。',
  pressed: '您刚才的操作可能没有被受理。请看看是否收到了完成的邮件。',
};
