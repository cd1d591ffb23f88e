import type { Page } from '../catalogues.ts';

export const hold: Page<'hold'> = {
  label: '시간 확보',
  holding: '확보한 시간: {when}',
  until: '{time}까지',
  stop: '{time}부터 이 사이트를 사용할 수 없습니다. 그 전에 예약을 마쳐 주세요.',
  extend: '{time} 연장하기',
  soon: '곧 확보 시간이 끝납니다. 계속하시려면 “{extend}”를 눌러 주세요.',
  soonLast: '곧 확보 시간이 끝납니다. 그 전에 예약을 마쳐 주세요.',
  gone: '확보 시간이 지났습니다. “{goOn}”를 누르면, 자리가 있을 경우 같은 시간으로 계속할 수 있습니다.',
  told: { longer: '{time}까지 연장했습니다.', enough: '더는 연장할 수 없습니다. 그 전에 예약을 마쳐 주세요.' },
};

export const lapsed: Page<'lapsed'> = {
  title: '확보 시간이 지났습니다',
  says: '{when}의 확보는 시간이 지나서 끝났습니다.',
  more: '자리가 있으면 같은 시간을 다시 확보할 수 있습니다. 예약은 아직 완료되지 않았습니다.',
  again: '같은 시간을 다시 확보하기',
  others: '다른 시간 보기',
};

export const months: Page<'months'> = {
  dayUnit: '일',
  weekdayIn: ' ({weekday})',
  run: '{from}부터 {to}까지',
  key: '기호의 뜻',
  jump: '월 선택',
  now: '현재 예약',
  why: { holiday: '공휴일', 'year-end': '연말연시', closing: '임시 휴무', closed: '임시 휴무' },
  because: '{what} ({reason})',
  unusual: '{day}도 엽니다',
  evening: '야간에도 엽니다',
  until: '{time}까지 엽니다',
  short: { holiday: '휴일', closed: '휴무', evening: '야간', open: '운영' },
  and: ', ',
  dot: '·',
  sunday: '일요일',
  saturday: '토요일',
  holiday: '공휴일',
};

export const news: Page<'news'> = {
  title: '알림',
  stopTitle: '{from}부터 예약을 쉽니다',
  stop: '{from}부터 {to}까지 시스템을 점검합니다. 그동안은 예약과 변경을 할 수 없습니다.',
  line: '{from}부터 {to}까지 이 사이트를 사용할 수 없습니다.',
  near: ' 예약 중이신 분은 그 전에 마쳐 주세요.',
};

export const offers: Page<'offers'> = {
  needs: {
    card: '교부통지서(交付通知書) 엽서를 준비해 주세요.',
    person: '성함, 생년월일, 전화번호를 입력합니다.',
  },
};

export const postcard: Page<'postcard'> = {
  title: '교부통지서 견본',
  says: '엽서 오른쪽 위 칸 안에 교부통지서 ID가 적혀 있습니다.',
  head: '交付通知書',
  id: '交付通知書ID',
  here: '여기에 적혀 있습니다',
};

export const soFar: Page<'soFar'> = {
  title: '지금까지의 내용',
  booked: '현재 예약',
  who: '오시는 분',
  people: { other: '{count}명' },
  notice: '교부통지서 ID {id}',
  office: { card: '수령 장소', person: '수속 장소' },
  when: '날짜와 시간',
  held: '확보한 날짜와 시간',
  ends: '{time}까지 조작이 없으면 이 화면에서 계속할 수 없게 됩니다. 계속하시려면 그 전에 화면을 다시 열어 주세요.',
  soon: '곧 이 화면에서 계속할 수 없게 됩니다. 계속하시려면 눌러 주세요.',
  goOn: '계속하기',
  service: '수속',
};
