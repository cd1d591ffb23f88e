import type { Page } from '../catalogues.ts';

export const cancel: Page<'cancel'> = {
  title: '취소 확인',
  heading: '이 예약을 취소하시겠습니까?',
  lead: '취소하면 되돌릴 수 없습니다. 날짜와 시간, 장소만 바꾸시려면 “장소나 시간 변경하기”를 눌러 주세요.',
  number: '예약 번호',
  when: '날짜와 시간',
  office: { card: '수령 장소', person: '수속 장소' },
  who: '오시는 분',
  people: { other: '{count}명(전원)' },
  cancel: '취소하기',
  cancelAll: { other: '{count}명 모두 취소하기' },
  one: '한 명만 취소하기',
  change: '장소나 시간 변경하기',
  keep: '취소하지 않기',
  doneTitle: '예약을 취소했습니다',
  mailed: '메일로 알려 드립니다.',
  done: {
    card: ['카드는 다시 예약하시면 수령할 수 있습니다.'],
    person: ['수속은 다시 예약할 수 있습니다.'],
  },
  calendar: { says: '캘린더에 추가한 일정은 다음 파일을 열면 취소할 수 있습니다.', file: '캘린더 일정 취소하기' },
  again: '다시 예약하기',
  finish: '첫 페이지로',
};
