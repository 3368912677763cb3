"""Expected diagnosis of each recorded history: code, epoch, sentence, and advice."""

EXPECTED: dict[str, tuple[str, int | None, str, str]] = {
    "baseline_1000_images": (
        "RD-D9",
        8,
        (
            "Overfitting from epoch 8: the validation loss was lowest there (0.359) and has "
            "risen by 9% since, while the training loss fell."
        ),
        "Try more training images (2,000), augmentation, or early stopping.",
    ),
    "augmentation_1000_images": (
        "RD-D6",
        20,
        "Still improving: the validation loss is lowest at the end (0.209 in epoch 20).",
        "Train longer: 40 epochs instead of 20.",
    ),
    "l2_0.1": (
        "RD-D5",
        None,
        (
            "Not learning: the training loss is 2.30 after 15 epochs; guessing among 10 "
            "classes gives 2.30."
        ),
        (
            "Try L2 0.01 instead of L2 0.1, fewer layers, or a higher learning rate "
            "(0.003 instead of 0.001)."
        ),
    ),
    "slow_learning_rate": (
        "RD-D6",
        12,
        "Still improving: the validation loss is lowest at the end (1.85 in epoch 12).",
        "Train longer: 24 epochs instead of 12.",
    ),
    "unstable": (
        "RD-D5",
        None,
        (
            "Not learning: the training loss is 2.31 after 12 epochs; guessing among 10 "
            "classes gives 2.30."
        ),
        "Try a smaller learning rate (0.01 instead of 0.9).",
    ),
    "two_classes_half_wrong": (
        "RD-D4",
        None,
        (
            "Nothing to learn: 50% of the training labels are wrong, so with 2 classes the "
            "labels carry almost no information about the images."
        ),
        "Try less label noise.",
    ),
    "gap_below_twice": (
        "RD-D12",
        None,
        (
            "Generalization gap: the validation loss (1.13) is 0.504 above the training loss "
            "(0.621), without a clear rise."
        ),
        "Try more training images (600), augmentation, or dropout 0.5.",
    ),
    "smoothing_0.9": (
        "RD-D12",
        None,
        (
            "Generalization gap: the network is correct on 100.00 % of the training images, "
            "and on 86.59 % of the validation images."
        ),
        "Try more training images (2,000), augmentation, or dropout 0.5.",
    ),
    "falls_from_high": (
        "RD-D6",
        6,
        "Still improving: the validation loss is lowest at the end (1.02 in epoch 6).",
        "Train longer: 12 epochs instead of 6.",
    ),
    "stopping_kept_the_lowest": (
        "RD-D8",
        8,
        (
            "Overfitting avoided: after epoch 8 the validation loss rose by 7% while the "
            "training loss fell, but the weights of epoch 8 were kept (validation loss "
            "0.359)."
        ),
        (
            "No change needed; you could try more training images (2,000), augmentation, "
            "or dropout 0.5."
        ),
    ),
    "thirty_validation_images": (
        "RD-D14",
        None,
        (
            "Inconclusive: with 30 validation images and 270 training images, a gap of up to "
            "0.437 nats may be due to chance."
        ),
        "Hold out more images, or compare several split seeds.",
    ),
    "diverged": (
        "RD-D1",
        None,
        "Diverged: a loss became infinite or NaN after 2 full epochs.",
        "Try a smaller learning rate (0.01 instead of 1.05).",
    ),
    "diverged_at_once": (
        "RD-D1",
        None,
        "Diverged: a loss became infinite or NaN in the first epoch.",
        "Try a smaller learning rate (0.01 instead of 5).",
    ),
    "jumps_at_the_end": (
        "RD-D3",
        17,
        (
            "Unstable: the training loss jumps up in 2 epochs, first in epoch 17 and last in "
            "epoch 20."
        ),
        "Try a smaller learning rate (0.33 instead of 1).",
    ),
    "jumps": (
        "RD-D3",
        6,
        (
            "Unstable: the training loss jumps up in 2 epochs, first in epoch 6 and last in "
            "epoch 12."
        ),
        "Try a smaller learning rate (0.1 instead of 0.3).",
    ),
    "batch_norm": (
        "RD-D6",
        20,
        "Still improving: the validation loss is lowest at the end (0.543 in epoch 20).",
        "Train longer: 40 epochs instead of 20.",
    ),
    "deep_sigmoids": (
        "RD-D5",
        None,
        (
            "Not learning: the training loss is 2.30 after 6 epochs; guessing among 10 "
            "classes gives 2.30."
        ),
        (
            "Try relu as activation, fewer layers, or a higher learning rate (0.003 instead "
            "of 0.001)."
        ),
    ),
    "dropout_0.95": (
        "RD-D5",
        None,
        (
            "Not learning: the training loss is 2.30 after 20 epochs; guessing among 10 "
            "classes gives 2.30."
        ),
        (
            "Try dropout 0.47 instead of dropout 0.95 or a higher learning rate (0.003 "
            "instead of 0.001)."
        ),
    ),
    "two_epochs": (
        "RD-D2",
        None,
        "Too early to tell: 2 epochs so far, and a diagnosis takes at least 3.",
        "Train for at least 3 epochs.",
    ),
    "running": (
        "RD-D6",
        8,
        "Still improving: the validation loss is lowest at the end (0.359 in epoch 8).",
        "Let it finish.",
    ),
    "stopped_by_hand": (
        "RD-D6",
        5,
        "Still improving: the validation loss is lowest at the end (0.457 in epoch 5).",
        "Train it again, for all 100 epochs.",
    ),
    "slow_on_thirty": (
        "RD-D10",
        None,
        (
            "Still learning: the training loss is still falling, by 12% in the last 2 epochs,"
            " to 1.15."
        ),
        "Train longer: 24 epochs instead of 12.",
    ),
    "gap_on_thirty": (
        "RD-D12",
        None,
        (
            "Generalization gap: the network is correct on 100.00 % of the training images, "
            "and on 73.33 % of the validation images."
        ),
        "Try augmentation, dropout 0.5, or L2 0.01.",
    ),
    "unknown_set": (
        "RD-D14",
        None,
        (
            "Inconclusive: the data set is not available here, so the numbers of classes and "
            "of validation images are unknown."
        ),
        "Import the data set again.",
    ),
    "three_units": (
        "RD-D10",
        None,
        (
            "Still learning: the training loss is still falling, by 10% in the last 12 "
            "epochs, to 0.592."
        ),
        "Train longer: 120 epochs instead of 60.",
    ),
    "l2_0.3": (
        "RD-D11",
        None,
        (
            "Underfitting: even the training loss stays at 0.586 (accuracy 84.35 %), and the "
            "validation loss is hardly worse."
        ),
        (
            "Try L2 0.03 instead of L2 0.3, a larger network (128), or a higher learning "
            "rate (0.003 instead of 0.001)."
        ),
    ),
    "l2_0.02": (
        "RD-D14",
        None,
        (
            "Inconclusive: the validation loss is 0.279, the training loss 0.205, and no "
            "other rule applies."
        ),
        "Compare several seeds, or train longer (60 epochs).",
    ),
    "many_images": (
        "RD-D6",
        8,
        "Still improving: the validation loss is lowest at the end (0.163 in epoch 8).",
        "Train longer: 16 epochs instead of 8.",
    ),
    "many_images_dropout": (
        "RD-D6",
        20,
        "Still improving: the validation loss is lowest at the end (0.0993 in epoch 20).",
        "Train longer: 40 epochs instead of 20.",
    ),
    "two_classes": (
        "RD-D13",
        None,
        (
            "Fits well: the validation loss (0.0731) is only 0.0722 above the training loss "
            "(0.000949)."
        ),
        "No change needed; you could try a larger network (128).",
    ),
    "two_classes_overfit": (
        "RD-D9",
        20,
        (
            "Overfitting from epoch 20: the validation loss was lowest there (0.199) and has "
            "risen by 18% since, while the training loss fell."
        ),
        "Try more training images (120), augmentation, or early stopping.",
    ),
    "wrong_labels_learned": (
        "RD-D7",
        6,
        (
            "Memorizes wrong labels: 30% of the training labels are wrong, yet the network "
            "agrees with 99.45 % of all training labels; correct predictions would agree with"
            " only 70.00 %."
        ),
        "Try early stopping, more training images (4,000), or dropout 0.5.",
    ),
    "wrong_labels_plain": (
        "RD-D12",
        None,
        (
            "Generalization gap: with the same label noise as in training, the validation "
            "loss would be at least 1.31, which is 0.168 above the training loss (1.14)."
        ),
        "Try more training images (40,000), augmentation, or dropout 0.5.",
    ),
    "wrong_labels_kept_early": (
        "RD-D7",
        6,
        (
            "Memorizes wrong labels: 30% of the training labels are wrong, yet the network "
            "agrees with 75.05 % of all training labels; correct predictions would agree with"
            " only 70.00 %."
        ),
        "Try more training images (4,000), dropout 0.5, or L2 2e-3.",
    ),
    "wrong_labels_avoided": (
        "RD-D8",
        5,
        (
            "Overfitting avoided: after epoch 5 the validation loss rose by 8% while the "
            "training loss fell, but the weights of epoch 5 were kept (validation loss "
            "0.462)."
        ),
        (
            "No change needed; you could try more training images (40,000), augmentation,"
            " or dropout 0.5."
        ),
    ),
    "wrong_labels_withstood": (
        "RD-D13",
        None,
        (
            "Fits well: the network agrees with 67.30 % of the training labels, of which "
            "70.00 % are correct, and is correct on 92.82 % of the validation images."
        ),
        "No change needed.",
    ),
    "wrong_labels_two_classes": (
        "RD-D7",
        11,
        (
            "Memorizes wrong labels: 20% of the training labels are wrong, yet the network "
            "agrees with 86.73 % of all training labels; correct predictions would agree with"
            " only 80.00 %."
        ),
        "Try early stopping, L2 2e-3, or label smoothing.",
    ),
    "wrong_labels_half": (
        "RD-D7",
        4,
        (
            "Memorizes wrong labels: 50% of the training labels are wrong, yet the network "
            "agrees with 99.05 % of all training labels; correct predictions would agree with"
            " only 50.00 %."
        ),
        "Try early stopping, more training images (4,000), or dropout 0.5.",
    ),
    "wrong_labels_smoothed": (
        "RD-D12",
        None,
        (
            "Generalization gap: with the same label noise as in training, the validation "
            "loss would be at least 1.42, which is 0.146 above the training loss (1.27)."
        ),
        "Try more training images (20,000), augmentation, or L2 3e-4.",
    ),
    "wrong_labels_three_units": (
        "RD-D10",
        None,
        (
            "Still learning: the training loss is still falling, by 2% in the last 12 epochs,"
            " to 1.62."
        ),
        "Train longer: 120 epochs instead of 60.",
    ),
    "stopping_keeps_the_last": (
        "RD-D9",
        8,
        (
            "Overfitting from epoch 8: the validation loss was lowest there (0.359) and has "
            "risen by 7% since, while the training loss fell."
        ),
        (
            "Try more training images (2,000), augmentation, or early stopping that keeps"
            " the best weights."
        ),
    ),
    "stopping_watches_accuracy": (
        "RD-D9",
        8,
        (
            "Overfitting from epoch 8: the validation loss was lowest there (0.359) and has "
            "risen by 8% up to epoch 19, whose weights were kept, while the training loss "
            "fell."
        ),
        (
            "Try more training images (2,000), augmentation, or early stopping that "
            "monitors the validation loss."
        ),
    ),
    "stopping_is_impatient": (
        "RD-D6",
        6,
        "Still improving: the validation loss is lowest at the end (0.574 in epoch 6).",
        (
            "Give early stopping more patience (2 epochs instead of 1) or the validation "
            "loss to monitor."
        ),
    ),
    "smoothing_0.1": (
        "RD-D12",
        None,
        (
            "Generalization gap: the validation loss (0.425) is 0.329 above the training loss"
            " (0.0964), without a clear rise."
        ),
        "Try more training images (2,000), augmentation, or dropout 0.5.",
    ),
}
