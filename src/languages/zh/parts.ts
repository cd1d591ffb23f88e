import type { Page } from '../catalogues.ts';

export const hold: Page<'hold'> = {
  label: '为您保留的时间',
  holding: '正在为您保留{when}',
  until: '保留到{time}',
  stop: '从{time}起，本网站停止服务。请在此之前完成预约。',
  extend: '延长{time}',
  soon: '保留时间快到了。要继续的话，请按“{extend}”。',
  soonLast: '保留时间快到了。请在此之前完成预约。',
  gone: '保留时间已过。按“{goOn}”后，如果还有空位，可以用同一时间继续。',
  told: { longer: '已延长到{time}。', enough: '不能再延长了。请在此之前完成预约。' },
};

export const lapsed: Page<'lapsed'> = {
  title: '保留时间已过',
  says: '为您保留的{when}，因超过期限已经取消保留。',
  more: '如果还有空位，可以再次保留同一时间。预约还没有完成。',
  again: '再次保留同一时间',
  others: '看其他时间',
};

export const months: Page<'months'> = {
  dayUnit: '日',
  weekdayIn: '（{weekday}）',
  run: '{from}到{to}',
  key: '符号的意思',
  jump: '选择月份',
  now: '现在的预约',
  why: { holiday: '节假日', 'year-end': '年末年初', closing: '临时休息', closed: '临时休息' },
  because: '{what}（{reason}）',
  unusual: '{day}也开放',
  evening: '晚上也开放',
  until: '开放到{time}',
  short: { holiday: '节日', closed: '休息', evening: '晚上', open: '开放' },
  and: '、',
  dot: '、',
  sunday: '星期日',
  saturday: '星期六',
  holiday: '节假日',
};

export const news: Page<'news'> = {
  title: '通知',
  stopTitle: '从{from}起暂停预约',
  stop: '从{from}到{to}检修系统。其间不能预约，也不能更改。',
  line: '从{from}到{to}，本网站停止服务。',
  near: '正在预约的人，请在此之前完成。',
};

export const offers: Page<'offers'> = {
  needs: {
    card: '请准备好“交付通知书（交付通知書）”明信片。',
    person: '要输入姓名、出生日期和电话号码。',
  },
};

export const postcard: Page<'postcard'> = {
  title: '交付通知书样本',
  says: '交付通知书ID印在明信片右上角的框里。',
  head: '交付通知書',
  id: '交付通知書ID',
  here: '印在这里',
};

export const soFar: Page<'soFar'> = {
  title: '到目前为止的内容',
  booked: '现在的预约',
  who: '来窗口的人',
  people: { other: '{count}人' },
  notice: '交付通知书ID {id}',
  office: { card: '领取地点', person: '办理地点' },
  when: '日期和时间',
  held: '为您保留的日期和时间',
  ends: '如果到{time}没有操作，将无法在此页面继续。要继续的话，请在此之前重新打开页面。',
  soon: '很快将无法在此页面继续。要继续的话，请按按钮。',
  goOn: '继续',
  service: '手续',
};
