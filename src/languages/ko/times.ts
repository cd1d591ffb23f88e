import type { Page } from '../catalogues.ts';

export const times: Page<'times'> = {
  title: '시간',
  heading: '{day}의 시간을 골라 주세요',
  noneHeading: '{day}에는 예약할 수 있는 시간이 없습니다',
  lead: '오실 수 있는 시간을 하나 골라 주세요.',
  takes: '창구에서 걸리는 시간은 {people}에 {time} 정도입니다.',
  arrive: '예약 시간 {time} 전까지 창구에 와 주세요.',
  morning: '오전',
  afternoon: '오후',
  holdTitle: '고르신 시간을 {time} 동안 확보합니다',
  hold: '“다음으로”를 누르면 고르신 시간을 {time} 동안 확보합니다. 지금은 예약이 아직 완료되지 않았습니다.',
  next: '다음으로',
  change: '다음으로',
  none: '다른 날을 골라 주세요.',
  otherDays: '다른 날 보기',
  choose: '시간을 골라 주세요',
};
