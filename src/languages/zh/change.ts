import type { Page } from '../catalogues.ts';

export const change: Page<'change'> = {
  title: '确认更改',
  heading: '将更改为以下内容',
  lead: '更改还没有完成。更改完成前，现在的预约不变。',
  before: '现在的预约',
  after: '新的预约',
  change: '更改为这个内容',
  keep: '不更改',
  tooLateTitle: '不能在网上更改',
  tooLateCancelTitle: '不能在网上取消',
  until: '{day}{time}之前可以在网上更改。',
  tooLate: ['更改和取消的期限已过。麻烦您打电话。'],
  byPhone: ['这个预约的更改和取消请打电话。'],
  meanwhileTitle: '预约有了变化',
  meanwhile: ['在别的页面或电话里，预约内容有了变化。请确认现在的内容。'],
  see: '看预约内容',
};
