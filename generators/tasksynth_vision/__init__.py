"""Pictures and films whose truth is known exactly: scenes of shapes, charts and documents."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="vision",
    families={
        "vision.affordance": "tasksynth_vision.families.acting.affordance:AffordanceFamily",
        "vision.caption_qa": "tasksynth_vision.families.caption_qa:CaptionQa",
        "vision.chart": "tasksynth_vision.families.chart:ChartFamily",
        "vision.classify": "tasksynth_vision.families.classify:Classify",
        "vision.compose": "tasksynth_vision.families.compose:Compose",
        "vision.count": "tasksynth_vision.families.count:CountThings",
        "vision.document": "tasksynth_vision.families.document:DocumentFamily",
        "vision.mask_edit": "tasksynth_vision.families.edits.mask_edit:MaskEdit",
        "vision.point": "tasksynth_vision.families.point:PointOut",
        "vision.rerank": "tasksynth_vision.families.rerank:RerankPages",
        "vision.slide_defect": "tasksynth_vision.families.pages.slide_defect:SlideDefectFamily",
        "vision.svg": "tasksynth_vision.families.svg:DrawSvg",
        "vision.transform": "tasksynth_vision.families.transform:Transform",
        "vision.vicrit": "tasksynth_vision.families.vicrit:Vicrit",
        "vision.visual_search": "tasksynth_vision.families.visual_search:VisualSearch",
    },
    targets={"pptx": "tasksynth_vision.export.decks:PPTX"},
)
"""What this package adds."""

VIDEO = Domain(
    name="video",
    families={
        "video.frame_order": "tasksynth_vision.families.video_order:FrameOrder",
        "video.refer_segment": "tasksynth_vision.families.video_refer:ReferSegment",
        "video.ground": "tasksynth_vision.families.video_ground:GroundInFilm",
    },
    targets={"mp4": "tasksynth_vision.export.movies:MP4"},
)
"""And films."""
