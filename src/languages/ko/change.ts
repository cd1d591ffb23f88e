import type { Page } from '../catalogues.ts';

export const change: Page<'change'> = {
  title: '변경 확인',
  heading: '이 내용으로 변경합니다',
  lead: '아직 변경이 완료되지 않았습니다. 변경이 끝날 때까지 현재 예약은 그대로입니다.',
  before: '현재 예약',
  after: '새 예약',
  change: '이 내용으로 변경하기',
  keep: '변경하지 않기',
  tooLateTitle: '웹에서는 변경할 수 없습니다',
  tooLateCancelTitle: '웹에서는 취소할 수 없습니다',
  until: '{day} {time}까지 웹에서 변경할 수 있습니다.',
  tooLate: ['변경·취소 기한이 지났습니다. 번거로우시겠지만 전화해 주세요.'],
  byPhone: ['이 예약의 변경과 취소는 전화로 받습니다.'],
  meanwhileTitle: '예약이 바뀌었습니다',
  meanwhile: ['다른 화면이나 전화로 예약 내용이 바뀌었습니다. 현재 내용을 확인해 주세요.'],
  see: '예약 내용 보기',
};
