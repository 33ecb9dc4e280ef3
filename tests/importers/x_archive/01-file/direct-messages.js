window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "1001-2002",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "1001",
            "reactions": [
              {
                "senderId": "1001",
                "reactionKey": "sad",
                "eventId": "9006",
                "createdAt": "2026-01-14T21:07:00.000Z"
              }
            ],
            "urls": [
              {
                "url": "https://t.co/abc",
                "expanded": "https://example.test/betaal",
                "display": "example.test/betaal"
              }
            ],
            "text": "betaal &amp; snel https://t.co/abc",
            "mediaUrls": [
              "https://ton.example.org/dm/9005/77/foto.jpg"
            ],
            "senderId": "2002",
            "id": "9005",
            "createdAt": "2026-01-14T21:06:22.123Z"
          }
        },
        {
          "messageCreate": {
            "recipientId": "2002",
            "reactions": [],
            "urls": [],
            "text": "stop",
            "mediaUrls": [],
            "senderId": "1001",
            "id": "9001",
            "createdAt": "2026-01-14T21:00:00.000Z",
            "editHistory": [
              {
                "createdAtSec": "1768424390",
                "editedText": "stpo"
              }
            ]
          }
        }
      ]
    }
  },
  {
    "dmConversation": {
      "conversationId": "3003",
      "messages": [
        {
          "participantsLeave": {
            "userIds": [
              "2002"
            ],
            "createdAt": "2026-01-15T08:00:00.000Z"
          }
        },
        {
          "joinConversation": {
            "initiatingUserId": "2002",
            "participantsSnapshot": [
              "1001",
              "2002"
            ],
            "createdAt": "2026-01-15T07:00:00.000Z"
          }
        },
        {
          "hologram": 3
        },
        "geen object"
      ]
    },
    "extra": 1
  },
  7
]