import type { Page } from '../catalogues.ts';

export const ask: Page<'ask'> = {
  title: '查看、更改或取消预约',
  heading: '是哪种手续的预约？',
  lead: '请选择预约的手续。',
};

export const byNumber: Page<'byNumber'> = {
  title: '用预约号码查看',
  heading: '请输入预约号码和电子邮箱',
  lead: '我们会把预约页面的链接寄到预约时使用的邮箱。',
  number: '预约号码',
  numberHint: '8位数字。例：1234-5678',
  mail: '预约时使用的电子邮箱',
  mailHint: '例：hanako@example.jp',
  empty: '请输入预约号码',
  unreadable: '预约号码是8位数字。例：1234-5678',
  noMail: '没有登记邮箱的预约，请打电话确认。',
  lost: { card: '手边没有明信片的人，也可以用预约号码查看。', person: '也可以用预约号码查看。' },
  link: '用预约号码查看',
};

export const sent: Page<'sent'> = {
  title: '请看邮件',
  says: [
    '如果有符合输入内容的预约，并且登记了邮箱，我们已把预约页面的链接寄到那个邮箱。',
    '过了10分钟还没有收到时，请确认输入的内容，再试一次。输错几次后，会有一段时间不能受理。',
    '打电话预约的人和着急的人，请打电话。',
  ],
  again: '重新输入',
  start: '返回首页',
};
