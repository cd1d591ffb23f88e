import type { Page } from '../catalogues.ts';

export const questions: Page<'questions'> = {
  each: {
    proxy: {
      ask: 'Tôi không đến được. Người khác nhận thẻ thay được không?',
      says: [
        'Nếu bạn không đến được vì bệnh tật hoặc lý do tương tự, có trường hợp người khác được nhận thay.',
        'Cần giấy tờ tùy thân của cả hai người và giấy tờ cho biết lý do bạn không đến được. Giấy tờ khác nhau tùy theo lý do. Trong khi đặt hẹn, bạn sẽ được cho biết cần mang gì theo lý do của mình. Nếu có điều chưa rõ, hãy gọi điện.',
      ],
    },
    postcard: {
      ask: 'Tôi làm mất bưu thiếp “交付通知書”',
      says: [
        'Nếu chưa đặt hẹn, hãy gọi điện. Bạn có thể đặt hẹn qua điện thoại.',
        'Nếu đã đặt hẹn xong, bạn có thể xem, thay đổi hoặc hủy bằng số lịch hẹn.',
      ],
    },
    oldCard: {
      ask: 'Tôi làm mất thẻ My Number cũ',
      says: [
        'Bạn vẫn đặt hẹn được. Nếu khi đặt hẹn được hỏi đã làm mất gì, hãy trả lời, vì những thứ cần mang theo sẽ khác. Có thể phải trả lệ phí.',
      ],
    },
    child: {
      ask: 'Tôi nhận thẻ của trẻ dưới 15 tuổi',
      says: [
        'Trẻ dưới 15 tuổi phải đến cùng cha mẹ hoặc người giám hộ. Nếu trẻ không thể đến vì bệnh hoặc lý do tương tự, vui lòng gọi điện trước khi đặt hẹn.',
        'Cần cả giấy tờ tùy thân của cha mẹ hoặc người giám hộ. Những thứ cần mang có trên trang khi đặt hẹn và trong email báo đặt hẹn xong.',
      ],
    },
    mail: {
      ask: 'Tôi không có địa chỉ email',
      says: ['Bạn có thể đặt hẹn qua điện thoại. Bạn cũng có thể dùng địa chỉ email của người nhà.'],
    },
    phone: {
      ask: 'Tôi không có điện thoại',
      says: [
        'Đặt hẹn nhận thẻ không cần số điện thoại. Bạn có thể đặt, thay đổi và hủy trên trang này.',
        'Với thủ tục không cần bưu thiếp, hãy nhập số điện thoại của người có thể liên lạc với bạn, như người nhà.',
      ],
      person: [
        'Hãy nhập số điện thoại của người có thể liên lạc với bạn, như người nhà. Bạn cũng có thể thay đổi và hủy trên trang này.',
      ],
    },
    deadline: {
      ask: 'Tôi không đến nhận kịp thời hạn',
      says: [
        'Thẻ chỉ được giữ đến một thời hạn. Nếu không đến kịp, hãy gọi điện trước thời hạn.',
        'Nếu không đến được vào ngày giờ đã hẹn, hãy thay đổi lịch hẹn.',
      ],
    },
    long: {
      ask: 'Mất bao lâu?',
      says: ['Việc đặt hẹn mất khoảng 5 phút.', 'Thời gian ở quầy khác nhau tùy thủ tục và số người. Hãy đến kịp giờ hẹn.'],
    },
    help: {
      ask: 'Tôi dùng xe lăn. Tôi nghe không rõ',
      says: [
        'Quầy nào dùng được xe lăn có ghi ở trang “Xem chỗ trống”.',
        'Chúng tôi cũng có thể trao đổi bằng chữ viết. Khi đến, hãy báo cho nhân viên ở quầy. Bạn có thể đặt hẹn trên trang này mà không cần điện thoại.',
      ],
    },
    moved: {
      ask: 'Tôi đã chuyển sang thành phố khác',
      says: ['Bạn không còn nhận thẻ ở đây được nữa. Hãy hỏi quầy của nơi bạn đang sống.', 'Nếu có lịch hẹn, hãy hủy.'],
    },
    pin: {
      ask: 'Tôi quên mã PIN của thẻ',
      says: [
        'Nếu sắp nhận thẻ, bạn sẽ đặt mã PIN mới khi nhận.',
        'Mã PIN của thẻ đang có thì đặt lại được ở quầy. Hãy mang giấy tờ tùy thân.',
      ],
    },
  },
  not: 'Những câu hỏi khác, hãy hỏi qua điện thoại.',
};
