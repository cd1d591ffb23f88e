import type { Page } from '../catalogues.ts';

export const check: Page<'check'> = {
  title: '确认内容',
  heading: '请确认预约内容',
  changed: '在别的页面重新选择了地点或时间。请确认下面的内容，再按一次。',
  lead: '现在预约还没有完成。请确认内容，然后按“按这个内容预约”。',
  when: '日期和时间',
  from: '{when}起',
  office: { card: '领取地点', person: '办理地点' },
  who: '来窗口的人',
  notice: '交付通知书ID',
  typedElsewhere: '最初输入的人（这个页面不显示）',
  birth: '出生日期',
  phone: '电话号码',
  mail: '电子邮箱',
  service: '手续',
  changing: '更改和取消',
  changeUntil: '可以在{day}{time}之前办理',
  changeByPhone: '请打电话办理',
  book: '按这个内容预约',
};
