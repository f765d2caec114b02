-- ko.lua의 문구를 영어로. 언어가 영어인 분(facts: language = "en")께 이 글이 나간다. 상담사에게 보이는 말은 한국어다.
-- 뜻(kind, consent, tells)과 자리표시는 ko.lua가 정하고, 여기에는 글만 있다. 조사는 쓰지 않는다.
-- 모두 초안이다: 번역이 맞는지 운영팀·개인정보 담당자가 확인해야 한다. 법정 항목은 ko.lua와 같은 것만 말한다.
-- ko.lua에서 version을 올리면 여기서도 다시 옮기고 같은 version을 적는다.

return phrases {
  language = "en",

  buttons = { yes = "Yes", no = "No", typed = "You can also reply 1 or 2." },

  words = {
    topic = {                                             -- 앞에 the가 붙는다
      fare = "fare adjustment",
      accident = "accident",
      harassment = "problem during the ride",
      belongings = "item left behind",
      pickup = "meeting place",
      payment = "payment",
      complaint = "complaint",
    },
    party = {
      caller = "the person who booked the ride",
      passenger = "the passenger",
      vehicle_owner = "the vehicle owner",
      spouse = "the spouse",
      other = "the person named for this consultation",
      driver = "the driver",
    },
  },

  -- 제3자가 먼저 연락한 경우 ------------------------------------------------------------------

  caller_only = {
    draft = true,
    text = "Only the person who booked the ride can discuss it in detail, "
      .. "so we need that person's consent before we can go on with your consultation. "
      .. "May we check with that person and contact you again?",
  },

  collection_notice = {
    draft = true,
    yes = "I agree",
    no = "I do not agree",
    legal = {
      purpose = "Your personal information is collected and used to handle your consultation "
        .. "about the service and to tell you the result.",
      items = "The items collected are your phone number and what is said in the consultation.",
      retention = "They are kept and used until your inquiry has been handled; what the law "
        .. "requires us to keep is stored for that period and then destroyed without delay.",
      refusal = "You have the right to refuse; if you do not agree, it is difficult for us "
        .. "to go on with the consultation.",
      withdrawal = "After you have agreed, you can withdraw your consent at any time "
        .. "in this chat or by phone.",
    },
    text = "To go on with the consultation, we need your consent to the collection and use of "
      .. "your personal information. "
      .. "Your personal information is collected and used to handle your consultation "
      .. "about the service and to tell you the result. "
      .. "The items collected are your phone number and what is said in the consultation. "
      .. "They are kept and used until your inquiry has been handled; what the law "
      .. "requires us to keep is stored for that period and then destroyed without delay. "
      .. "You have the right to refuse; if you do not agree, it is difficult for us "
      .. "to go on with the consultation. "
      .. "After you have agreed, you can withdraw your consent at any time "
      .. "in this chat or by phone. "
      .. "Do you agree to the collection and use of your personal information?",
  },

  cannot_consult = {
    draft = true,
    text = "We are sorry, but we could not confirm the consent of the person who booked the ride, "
      .. "so we are unable to help with this consultation.",
  },

  -- 호출자에게 연락 ---------------------------------------------------------------------------

  caller_identity = {
    draft = true,
    text = "Hello. This is {agent_name} of the Kakao T Emergency Report Center. "
      .. "Excuse me, are you the customer who booked (used) Kakao T Designated Driver "
      .. "from {origin} to {destination} on {trip_date}?",
  },

  caller_inquiry = {
    draft = true,
    text = "We are contacting you because {third_party} asked us about the {topic}. "
      .. "Can you talk on the phone for a moment?",
  },

  caller_reason = {
    draft = true,
    text = "We are contacting you about the {topic}. Can you talk on the phone for a moment?",
  },

  delegation = {
    draft = true,
    legal = {
      recipient = "with {third_party}",
      purpose = "discuss the {topic}",
      need = "we need your consent to consult with {third_party}.",
      question = "May we discuss the {topic}",
    },
    text = "Only the customer who booked the ride can discuss it in detail, "
      .. "so we need your consent to consult with {third_party}. "
      .. "May we discuss the {topic} with {third_party}?",
  },

  delegation_requested = {
    draft = true,
    legal = {
      recipient = "with {third_party}",
      purpose = "discuss the {topic}",
      need = "your consent is needed before we can consult with {third_party}.",
      question = "May we discuss the {topic}",
    },
    text = "Only the customer who booked the ride can discuss it in detail, "
      .. "so your consent is needed before we can consult with {third_party}. "
      .. "May we discuss the {topic} with {third_party}?",
  },

  ask_number = {
    draft = true,
    text = "If you agree, could you tell us a phone number at which we can reach {third_party}?",
  },

  -- 제3자와 상담 ------------------------------------------------------------------------------

  delegate_identity = {
    draft = true,
    text = "Hello. This is {agent_name} of the Kakao T Emergency Report Center. "
      .. "We are contacting you with the consent of the person who booked the ride. "
      .. "Excuse me, are you {third_party}?",
  },

  consult_opening = {
    draft = true,
    text = "We have confirmed the consent of the person who booked the ride. "
      .. "We will help you with the {topic} in connection with "
      .. "the Kakao T Designated Driver ride on {trip_date}.",
  },

  consult_closing = {
    draft = true,
    text = "Our staff will look into what you have told us and get back to you. "
      .. "If you have anything to add, please leave us a message at any time.",
  },

  -- 기사와 고객 사이의 연락 --------------------------------------------------------------------

  driver_request = {
    draft = true,
    text = "We cannot give you the customer's contact details, so we ask the customer first "
      .. "and then pass on what is to be said. May we contact you again after that?",
  },

  driver_identity = {
    draft = true,
    text = "Hello. This is {agent_name} of the Kakao T Emergency Report Center. "
      .. "Excuse me, are you a Kakao T designated driver?",
  },

  relay_notice = {
    draft = true,
    yes = "I agree",
    no = "I do not agree",
    legal = {
      recipient = "passed on to {third_party} only",
      purpose = "used only in order to check and handle the {topic}.",
      items = "What is passed on is the record of the ride and what you ask us to say.",
      retention = "It is kept and used until the inquiry has been handled.",
      refusal = "You have the right to refuse; if you do not agree, we cannot pass it on.",
      withdrawal = "After you have agreed, you can withdraw your consent at any time "
        .. "in this chat or by phone.",
    },
    text = "We need to check with {third_party} about the {topic}. "
      .. "Neither side is told the other's contact details; an agent passes on only what is said. "
      .. "What you say is passed on to {third_party} only, and "
      .. "used only in order to check and handle the {topic}. "
      .. "What is passed on is the record of the ride and what you ask us to say. "
      .. "It is kept and used until the inquiry has been handled. "
      .. "You have the right to refuse; if you do not agree, we cannot pass it on. "
      .. "After you have agreed, you can withdraw your consent at any time "
      .. "in this chat or by phone. "
      .. "May we pass it on to {third_party}?",
  },

  reply_notice = {
    draft = true,
    yes = "I agree",
    no = "I do not agree",
    legal = {
      recipient = "passed on to that customer only",
      purpose = "used only in order to check and handle the inquiry.",
      items = "What is passed on is the record of the drive and what you ask us to say.",
      retention = "It is kept and used until the inquiry has been handled.",
      refusal = "You have the right to refuse; if you do not agree, we cannot pass it on.",
      withdrawal = "After you have agreed, you can withdraw your consent at any time "
        .. "in this chat or by phone.",
    },
    text = "We need to check something with a customer about a drive of yours. "
      .. "Neither side is told the other's contact details; an agent passes on only what is said. "
      .. "What you say is passed on to that customer only, and "
      .. "used only in order to check and handle the inquiry. "
      .. "What is passed on is the record of the drive and what you ask us to say. "
      .. "It is kept and used until the inquiry has been handled. "
      .. "You have the right to refuse; if you do not agree, we cannot pass it on. "
      .. "After you have agreed, you can withdraw your consent at any time "
      .. "in this chat or by phone. "
      .. "May we pass it on to the customer?",
  },

  relay_message = {
    draft = true,
    text = "We would like to tell you what {third_party} asked us to say about the {topic} "
      .. "in connection with the Kakao T Designated Driver ride on {trip_date}.",
  },

  relay_answer = {
    draft = true,
    text = "Thank you for waiting. We would like to tell you what {third_party} answered.",
  },

  cannot_relay = {
    draft = true,
    text = "We are sorry, but we could not get an answer to your request, "
      .. "so we are unable to help with it.",
  },

  -- "내 정보는 어떻게 알았냐" -------------------------------------------------------------------

  source_answer = {
    draft = true,
    text = "To help you more accurately and smoothly with an inquiry about the use of our service, "
      .. "we contacted you because the person who booked the ride gave us your phone number. "
      .. "Kakao T does not look up or pass on personal information without the customer's consent, "
      .. "and we check only the least information, only where it is needed to help you.",
  },

  source_own = {
    draft = true,
    text = "We contacted you at the phone number that you left with Kakao T. "
      .. "Kakao T does not look up or pass on personal information without the customer's consent, "
      .. "and we check only the least information, only where it is needed to help you.",
  },

  source_driver = {
    draft = true,
    text = "We contacted you at the phone number that you registered with Kakao T. "
      .. "We do not tell the customer your contact details.",
  },

  source_rights = {
    draft = true,
    text = "If you do not want this, you can ask us at any time to stop processing your personal "
      .. "information, or withdraw your consent; tell us, and we will do so right away.",
  },

  -- 그 밖 -------------------------------------------------------------------------------------

  wrong_person = {
    draft = true,
    text = "We are sorry. We seem to have the wrong contact details. "
      .. "We will not contact you again.",
  },

  withdrawal_done = {
    draft = true,
    text = "As you asked, your consent has been withdrawn. "
      .. "From now on, we will not consult with or contact anyone on the basis of that consent.",
  },
}
