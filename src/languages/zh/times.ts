import type { Page } from '../catalogues.ts';

export const times: Page<'times'> = {
  title: '时间',
  heading: '请选择{day}的时间',
  noneHeading: '{day}没有可以预约的时间',
  lead: '请选择一个可以来的时间。',
  takes: '在窗口需要的时间，{people}大约{time}。',
  arrive: '请在预约时间的{time}前到窗口。',
  morning: '上午',
  afternoon: '下午',
  holdTitle: '选择的时间会为您保留{time}',
  hold: '按“下一步”后，选择的时间会为您保留{time}。现在预约还没有完成。',
  next: '下一步',
  change: '下一步',
  none: '请选择其他日期。',
  otherDays: '看其他日期',
  choose: '请选择时间',
};
