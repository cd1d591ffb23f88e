import type { Page } from '../catalogues.ts';

export const check: Page<'check'> = {
  title: '내용 확인',
  heading: '예약 내용을 확인해 주세요',
  changed: '다른 화면에서 장소나 시간을 다시 고르셨습니다. 아래 내용을 확인하고 다시 눌러 주세요.',
  lead: '지금은 예약이 아직 완료되지 않았습니다. 내용을 확인하신 뒤 “이 내용으로 예약하기”를 눌러 주세요.',
  when: '날짜와 시간',
  from: '{when}부터',
  office: { card: '수령 장소', person: '수속 장소' },
  who: '오시는 분',
  notice: '교부통지서 ID',
  typedElsewhere: '처음에 입력하신 분(이 화면에는 표시하지 않습니다)',
  birth: '생년월일',
  phone: '전화번호',
  mail: '메일 주소',
  service: '수속',
  changing: '변경·취소',
  changeUntil: '{day} {time}까지 할 수 있습니다',
  changeByPhone: '전화로 받습니다',
  book: '이 내용으로 예약하기',
};
