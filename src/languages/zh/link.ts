import type { Page } from '../catalogues.ts';

export const link: Page<'link'> = {
  title: '继续预约',
  heading: '已确认您的邮箱',
  lead: '请按按钮继续预约。现在预约还没有完成。',
  go: '继续预约',
  expired: {
    title: '链接已过期',
    says: ['还没有预约的人，麻烦您从头开始。', '已经完成预约的人，请从完成通知邮件里的链接查看。'],
    next: '从头开始预约',
  },
  finished: {
    title: '这个手续已经结束',
    says: [
      '因为在打开这个链接的画面按了“结束操作”，链接不能再用。',
      '已经完成的预约仍然保留。要看时，请从“查看、更改或取消预约”重新接收邮件。',
    ],
    next: '从头开始预约',
  },
  unknown: {
    title: '这个链接不能用',
    says: ['链接不完整，或者已经不能再用。', '如果有新的邮件，请按最新邮件里的链接。没有时，请从头开始预约，或打电话。'],
    next: '从头开始预约',
  },
  manage: '查看、更改或取消预约',
  manageTitle: '查看、更改或取消预约',
  manageHeading: '查看、更改或取消预约',
  manageLead: '按按钮后显示预约内容。',
  manageGo: '看预约',
  over: {
    title: '这个预约已结束或已取消',
    says: ['手续已经办完，或预约的日期已过，或预约已取消。'],
    next: '重新预约',
  },
};
